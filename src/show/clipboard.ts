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

/** The same of a file that is still being made: the browser asks for its promise in the click itself. */
export async function copiedFile(file: Promise<Blob>, mediaType: string): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ [mediaType]: file })]);
    return true;
  } catch {
    return false;
  }
}
