import type { LensProps } from './useLens.ts';

export default function Shift({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
