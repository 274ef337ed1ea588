/** The tokens in a line, the query and the key under the crosshair marked. */
import { useStage } from '../stage.ts';

export function TokenLine() {
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  return <p className="token-line">{frame?.line.tokens.join(' ')}</p>;
}
