/**
 * One question in flight, and the newest wins: however often it is asked meanwhile, it is asked once
 * more, about what is shown by then.
 *
 * @param question  told by `overtaken` whether it was asked again while it was being answered
 */
export function newestWins(question: (overtaken: () => boolean) => Promise<void>): () => void {
  let asking = false;
  let again = false;
  async function ask(): Promise<void> {
    asking = true;
    try {
      do {
        again = false;
        await question(() => again);
      } while (again);
    } finally {
      asking = false;
    }
  }
  return () => {
    if (asking) again = true;
    else void ask();
  };
}
