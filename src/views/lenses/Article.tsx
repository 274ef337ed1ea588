import type { LensProps } from './useLens.ts';

export default function Article({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
