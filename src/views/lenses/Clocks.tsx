import type { LensProps } from './useLens.ts';

export default function Clocks({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
