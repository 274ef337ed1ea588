/** The clipboard, which a browser may refuse, or not have where the page is not served securely. */

/** @returns whether the text is on it now */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
