/** Files and folders that are dropped on the page, anywhere: a browser would leave the page for them. */

const isFolder = (entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry =>
  entry?.isDirectory === true;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** The files that lie right in a folder; a model's are all there. */
async function filesIn(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  // A reader gives some at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) break;
    entries.push(...some);
  }
  const files = entries.filter(isFile);
  return Promise.all(
    files.map((file) => new Promise<File>((resolve, reject) => file.file(resolve, reject))),
  );
}

/** @returns  what ends it */
export function takeDropped(take: (files: readonly File[]) => unknown): () => void {
  const over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    const { items, files } = event.dataTransfer ?? {};
    if (!files?.length) return;
    event.preventDefault();
    // They are forgotten when the event is over.
    const given = [...(items ?? [])].map((item) => ({
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
    }));
    if (!given.some(({ entry }) => isFolder(entry))) take([...files]);
    else {
      const all = given.map(async ({ entry, file }) =>
        isFolder(entry) ? await filesIn(entry) : file ? [file] : [],
      );
      void Promise.all(all).then((found) => take(found.flat()));
    }
  };
  addEventListener('dragover', over);
  addEventListener('drop', drop);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('drop', drop);
  };
}
