/**
 * Where models of the Hugging Face Hub lie. The build reads this too, for the content security
 * policy, so it imports nothing.
 *
 * The Hub answers for large files with a redirect to its own stores. By the list that it publishes
 * (huggingface.co/.well-known/meta.json) these are hosts under hf.co, and were once hosts under
 * huggingface.co; what its users upload to run as pages lies elsewhere (hf.space). So these two
 * domains may answer for it, and no other host.
 */
export interface Hub {
  /** Where models lie, without a slash at the end. */
  readonly base: string;
  /** Hosts that may answer for it; see `HttpOptions`. */
  readonly hosts: readonly string[];
}

export const huggingFace: Hub = {
  base: 'https://huggingface.co',
  hosts: ['huggingface.co', '*.huggingface.co', 'hf.co', '*.hf.co'],
};
