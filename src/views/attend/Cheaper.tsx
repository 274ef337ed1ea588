export default function Cheaper() {
  return null;
}
