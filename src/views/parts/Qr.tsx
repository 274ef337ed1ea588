/** A link as a code for cameras, black on white in every theme. */
import { generate } from 'lean-qr';
import { useLayoutEffect, useMemo, useRef } from 'react';
import './qr.css';

/** White around the code, in modules: readers need as much. */
const quiet = 4;
/** More modules than this are too small for the back row. */
const mostModules = 77;

interface QrProps {
  readonly link: string;
  /** What the picture is, for those who do not see it. */
  readonly label: string;
  /** Beside it, where the code is too fine for the back row. */
  readonly fine?: string;
}

export function Qr({ link, label, fine }: QrProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const code = useMemo(() => generate(link), [link]);
  useLayoutEffect(() => {
    const [on, off] = [[0, 0, 0, 255] as const, [255, 255, 255, 255] as const];
    if (canvas.current) code.toCanvas(canvas.current, { on, off, pad: quiet });
  }, [code]);
  return (
    <>
      <canvas ref={canvas} className="ramp qr" role="img" aria-label={label} />
      <p
        className="qr-link"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus.
        tabIndex={0}
      >
        {link}
      </p>
      {fine !== undefined && code.size > mostModules && <p className="soft">{fine}</p>}
    </>
  );
}
