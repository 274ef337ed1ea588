/** Reads codes with the camera: only where the browser can, and only once it is asked for. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../hooks/useWords.ts';

/** Not among the types of the DOM yet. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorKind = new (options: { readonly formats: readonly string[] }) => Detector;

function detectorKind(): DetectorKind | null {
  const kind: unknown = Reflect.get(globalThis, 'BarcodeDetector');
  // The interface is what the specification says of it.
  return typeof kind === 'function' ? (kind as DetectorKind) : null;
}

const canScan = (): boolean => detectorKind() !== null && 'mediaDevices' in navigator;

/** Between two looks at the camera's picture. */
const lookMs = 200;

export function Scanner({ found }: { readonly found: (text: string) => void }) {
  const words = useWords();
  const [state, setState] = useState<'off' | 'on' | 'refused'>('off');
  if (!canScan()) return <p className="soft">{words('class.scan.none')}</p>;
  return (
    <div className="class-scanner">
      <button
        type="button"
        className="lesson-button"
        data-scan=""
        aria-pressed={state === 'on'}
        onClick={() => setState(state === 'on' ? 'off' : 'on')}
      >
        {words(state === 'on' ? 'class.scan.stop' : 'class.scan')}
      </button>
      {state === 'refused' && <p role="alert">{words('class.scan.refused')}</p>}
      {state === 'on' && <Camera found={found} refused={() => setState('refused')} />}
    </div>
  );
}

interface CameraProps {
  readonly found: (text: string) => void;
  readonly refused: () => void;
}

function Camera({ found, refused }: CameraProps) {
  const words = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef({ found, refused });
  useEffect(() => {
    latest.current = { found, refused };
  });
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const seen = new Set<string>();
    const look = async (detector: Detector, element: HTMLVideoElement) => {
      // A picture that cannot be read now may be read next time.
      const codes = await detector.detect(element).catch(() => []);
      if (gone) return;
      for (const { rawValue } of codes) {
        if (seen.has(rawValue)) continue;
        seen.add(rawValue);
        latest.current.found(rawValue);
      }
      timer = setTimeout(() => void look(detector, element), lookMs);
    };
    const start = async () => {
      const [Kind, element] = [detectorKind(), video.current];
      if (!Kind || !element) return;
      const asked = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment' },
      });
      stream = asked;
      if (gone) return stopAll(asked);
      element.srcObject = asked;
      await element.play();
      await look(new Kind({ formats: ['qr_code'] }), element);
    };
    start().catch(() => {
      if (!gone) latest.current.refused();
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      if (stream) stopAll(stream);
    };
  }, []);
  return (
    <video
      ref={video}
      className="class-camera"
      muted
      playsInline
      aria-label={words('class.scan')}
    />
  );
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
