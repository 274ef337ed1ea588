/** Where a file comes from: the disk, or a model's name on the Hub, asked for by a button. */
import { type ChangeEvent, type FormEvent, useId, useRef, useState } from 'react';
import { openFromDisk, openFromHub } from '../../../show/opened.ts';
import { useWords } from '../../hooks/useWords.ts';

export function OpenForm() {
  const words = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [model, setModel] = useState('');
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    // Of a folder what lies right in it; a model's files are all there.
    const files = [...(event.target.files ?? [])].filter(
      ({ webkitRelativePath }) => webkitRelativePath.split('/').length <= 2,
    );
    void openFromDisk(files);
    // The same file can be chosen again.
    event.target.value = '';
  };
  const fetchIt = (event: FormEvent) => {
    event.preventDefault();
    if (model.trim() !== '') void openFromHub(model);
  };
  return (
    <div className="own-open screen-only">
      <p>
        <button type="button" className="tool own-button" onClick={() => input.current?.click()}>
          {words('own.choose')}
        </button>
        <input
          ref={input}
          type="file"
          accept=".safetensors,.gguf,.npy,.json"
          multiple
          hidden
          aria-label={words('own.choose')}
          data-own="file"
          onChange={choose}
        />
        <button type="button" className="tool own-button" onClick={() => folder.current?.click()}>
          {words('own.folder')}
        </button>
        <input
          ref={folder}
          type="file"
          {...{ webkitdirectory: '' }}
          hidden
          aria-label={words('own.folder')}
          data-own="folder"
          onChange={choose}
        />
        <span className="soft">{words('own.drop')}</span>
      </p>
      <form onSubmit={fetchIt}>
        <label htmlFor={id}>{words('own.hub')}</label>
        <input
          id={id}
          type="text"
          placeholder="owner/name"
          autoComplete="off"
          spellCheck={false}
          value={model}
          data-own="hub"
          onChange={(event) => setModel(event.target.value)}
        />
        <button type="submit" className="tool own-button" disabled={model.trim() === ''}>
          {words('own.fetch')}
        </button>
        <span className="soft">{words('own.hub.when')}</span>
      </form>
    </div>
  );
}
