/** How the number under the crosshair came about. */
export function HowPanel() {
  return <section className="how" />;
}
