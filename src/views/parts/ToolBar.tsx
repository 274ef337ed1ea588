/** The names of what looks closer, and the one that is open, docked where the room leaves space. */
import { type LazyExoticComponent, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { loadEncodings } from '../../encodings/index.ts';
import type { Frame } from '../../state/frame.ts';
import { viewStore } from '../../state/view.ts';
import { namesUnder } from '../../text/names.ts';
import { useFrame, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import type { Panel } from './layout.ts';
import { type Shape, ToolTabs } from './ToolTabs.tsx';
import type { Tool, ToolFiles, ToolKind } from './tools.ts';

type ToolViews = Readonly<Record<string, LazyExoticComponent<ToolView>>>;

/** The views of the files of a kind, by their names; with each come the schemes that it speaks of. */
export function viewsOf(kind: ToolKind, files: ToolFiles): ToolViews {
  return Object.fromEntries(
    Object.entries(files).map(([path, fetch]) => [
      path.slice(path.lastIndexOf('/') + 1, -`.${kind}.tsx`.length),
      lazy(async () => {
        const tool = await fetch();
        const { schemes } = tool;
        if (schemes) await loadEncodings(schemes === 'all' ? undefined : schemes);
        return { default: viewOf(tool) };
      }),
    ]),
  );
}

interface ToolBarProps {
  readonly kind: ToolKind;
  readonly views: ToolViews;
  readonly shape: Shape;
  /** Where the open one is docked. */
  readonly dock: Panel | null;
  /** What is there while none is open. */
  readonly rest?: { readonly name: string; readonly panel: string };
}

export function ToolBar({ kind, views, shape, dock, rest }: ToolBarProps) {
  const words = useWords();
  const open = useView((view) => view[kind]);
  const frame = useFrame();
  const Open = open === 'none' ? null : views[open];
  // What a lens has marked on the plate goes with it.
  useEffect(() => () => viewStore.setState({ band: null }), [open]);
  return (
    <ToolTabs
      kind={kind}
      label={words(`tool.${kind}`)}
      tools={toolsOf(kind, words)}
      open={open}
      shape={shape}
      dock={dock}
      {...(rest && { rest })}
    >
      <Suspense fallback={null}>{frame && Open && <Open frame={frame} />}</Suspense>
    </ToolTabs>
  );
}

/** The names, and how each is called. */
function toolsOf(kind: ToolKind, words: ReturnType<typeof useWords>) {
  return kind === 'lens'
    ? namesUnder(kind).map((name) => ({ name, label: words(`lens.${name}`) }))
    : namesUnder(kind).map((name) => ({ name, label: words(`experiment.${name}`) }));
}

type ToolView = (props: { readonly frame: Frame }) => ReactNode;

/** A tool's view, or why it does not apply. */
function viewOf({ applies, View }: Tool): ToolView {
  return function Opened({ frame }) {
    useWords();
    const reason = applies?.(frame) ?? null;
    if (reason === null) return <View frame={frame} />;
    return (
      <div className="lens-words lens-alone">
        <p>{reason}</p>
      </div>
    );
  };
}
