/** The attention of every head, small. */
export function Heads() {
  return <section className="heads" />;
}
