import type { LensProps } from './useLens.ts';

export default function Precision({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
