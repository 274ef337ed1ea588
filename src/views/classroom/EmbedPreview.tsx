/** What the code shows in another page: in its size, made as small as there is room, loaded once it is asked for. */
import { useState } from 'react';
import { useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';

interface PreviewProps {
  readonly link: string;
  readonly title: string;
  /** CSS pixels, as the code says. */
  readonly width: number;
  readonly height: number;
}

export function EmbedPreview({ link, title, width, height }: PreviewProps) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [box, room] = useWidth<HTMLDivElement>();
  // Browsers do not let a file from the disk show itself within itself.
  if (import.meta.env.MODE === 'single') return null;
  const scale = Math.min(room / width, 1);
  return (
    <details
      className="links-preview"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{words('links.embed.preview')}</summary>
      <div ref={box} style={{ height: height * scale }}>
        {open && room > 0 && (
          // Another link is another frame, or Back would go through all of them.
          // oxlint-disable-next-line react/iframe-missing-sandbox -- it is this page itself
          <iframe
            key={link}
            src={link}
            title={title}
            width={width}
            height={height}
            style={{ transform: `scale(${scale})` }}
          />
        )}
      </div>
    </details>
  );
}
