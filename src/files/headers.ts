/** The readers of headers, by format. */
import { ggufIn, type ReadGguf } from './gguf.ts';
import { type ReadSafetensors, storedIn } from './safetensors.ts';

export interface ReadHeaders {
  readonly safetensors: ReadSafetensors;
  readonly gguf: ReadGguf;
}

/** In this thread. */
export const headersHere: ReadHeaders = {
  safetensors: storedIn,
  gguf: (bytes, size) => ggufIn(bytes, size),
};
