import type { LensProps } from './useLens.ts';

export default function Wavelengths({ frame }: LensProps) {
  return <p>{frame.spec.encoding}</p>;
}
