import type { LensProps } from './useLens.ts';

export default function Collisions({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
