import type { LensProps } from './useLens.ts';

export default function Conventions({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
