export default function Longer() {
  return null;
}
