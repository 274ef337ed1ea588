/** Experiments with the pass. */
export function Experiments() {
  return <section className="experiments" />;
}
