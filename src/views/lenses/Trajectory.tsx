import type { LensProps } from './useLens.ts';

export default function Trajectory({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
