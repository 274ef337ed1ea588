/** What the page has to say for itself: links it could not take whole, the GPU's comings and goings. */
import { useEffect, useState } from 'react';
import { shownStore } from '../show/shown.ts';
import { backendNames } from '../show/words.ts';
import type { DeviceInfo } from '../state/frame.ts';
import { dismiss, viewStore } from '../state/view.ts';
import { sentenceOf } from '../text/notice.ts';
import { said } from '../text/t.ts';
import { useShown, useView } from './hooks/stores.ts';
import { useWords } from './hooks/useWords.ts';
import './notices.css';

const passingMs = 4000;
/** The header goes on saying it in short. */
const fallbackMs = 12_000;

interface Line {
  readonly key: string;
  readonly text: string;
  readonly act?: { readonly label: string; readonly run: () => void };
  readonly close: () => void;
}

export function Notices() {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const notices = useView((view) => view.notices);
  const device = useShown((now) => now.device);
  const problem = useShown((now) => now.problem);
  const word = useShown((now) => now.word);
  const newer = useShown((now) => now.newer);
  useEffect(() => {
    if (word === null && problem?.kind !== 'recovered') return;
    const timer = setTimeout(() => {
      shownStore.setState({
        word: null,
        ...(problem?.kind === 'recovered' ? { problem: null } : {}),
      });
    }, passingMs);
    return () => clearTimeout(timer);
  }, [word, problem]);
  const [told, setTold] = useState<DeviceInfo | null>(null);
  useEffect(() => {
    if (!device?.fallback) return;
    const timer = setTimeout(() => setTold(device), fallbackMs);
    return () => clearTimeout(timer);
  }, [device]);
  const fallback = told === device ? null : (device?.fallback ?? null);
  const problemText =
    problem &&
    (problem.kind === 'lost'
      ? words('problem.lost')
      : problem.kind === 'recovered'
        ? words('problem.recovered', {
            seconds: Math.max(problem.milliseconds / 1000, 0.1).toFixed(1),
          })
        : problem.kind === 'too-large'
          ? words('problem.too-large', { largest: problem.largest })
          : problem.kind === 'missing'
            ? said(problem.reason, locale)
            : words('problem.gpu-error', { message: problem.message.slice(0, 200) }));
  const lines: readonly Line[] = [
    ...(fallback && device
      ? [
          {
            key: 'device',
            text: words(`device.${fallback}`, { backend: backendNames[device.backend] }),
            close: () => setTold(device),
          },
        ]
      : []),
    ...(problemText
      ? [{ key: 'problem', text: problemText, close: () => shownStore.setState({ problem: null }) }]
      : []),
    ...notices.map((notice, i) => ({
      key: `notice ${i}`,
      text: sentenceOf(notice, locale),
      close: () => dismiss(viewStore, notice),
    })),
    ...(newer
      ? [
          {
            key: 'newer',
            text: words('newer.here'),
            act: { label: words('newer.reload'), run: newer },
            close: () => shownStore.setState({ newer: null }),
          },
        ]
      : []),
    ...(word
      ? [{ key: 'word', text: word, close: () => shownStore.setState({ word: null }) }]
      : []),
  ];
  return (
    <div className="notices" role="status" aria-live="polite">
      {lines.map(({ key, text, act, close }) => (
        <p key={key} className="notice">
          <span>{text}</span>
          {act && (
            <button type="button" className="word strong" onClick={act.run}>
              {act.label}
            </button>
          )}
          <button
            type="button"
            className="icon"
            aria-label={words('notice.dismiss')}
            onClick={close}
          >
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
