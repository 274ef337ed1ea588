/**
 * The log-mel spectrogram that Whisper takes of a sound: Radford et al. 2022, arXiv 2212.04356, section 2.2,
 * with the windows and filters of its feature extractor. Plain numbers.
 */

/** Samples in a second. */
export const sampleRate = 16_000;
/** Samples from one frame to the next, and in the window of each. */
export const hop = 160;
export const windowed = 400;
const frequencies = windowed / 2 + 1;

/**
 * @param sound  −1…1, 16,000 in a second; at least half a window
 * @param bins   bands of the mel scale, from 0 to 8,000 Hz
 * @returns      [frame, bin], a frame for each 10 ms
 */
export function logMel(sound: Float32Array, bins: number): Float32Array {
  const frames = Math.floor(sound.length / hop);
  const filters = melFilters(bins);
  const values = new Float32Array(frames * bins);
  let loudest = Number.NEGATIVE_INFINITY;
  for (let frame = 0; frame < frames; frame++) {
    const power = powerOf(sound, frame * hop - windowed / 2);
    for (let bin = 0; bin < bins; bin++) {
      let sum = 0;
      for (let at = 0; at < frequencies; at++) {
        sum += (filters[bin * frequencies + at] ?? 0) * (power[at] ?? 0);
      }
      const level = Math.log10(Math.max(sum, 1e-10));
      loudest = Math.max(loudest, level);
      values[frame * bins + bin] = level;
    }
  }
  // Nothing is more than 80 dB below the loudest.
  return values.map((level) => (Math.max(level, loudest - 8) + 4) / 4);
}

const turn = (2 * Math.PI) / windowed;
const cosines = Float64Array.from({ length: windowed }, (_, i) => Math.cos(turn * i));
const sines = Float64Array.from({ length: windowed }, (_, i) => Math.sin(turn * i));

/** |DFT|² of the samples from one on under a Hann window; beyond its ends the sound is mirrored. */
function powerOf(sound: Float32Array, from: number): Float64Array {
  const last = sound.length - 1;
  const samples = Float64Array.from({ length: windowed }, (_, i) => {
    const at = Math.abs(from + i);
    return (sound[at > last ? 2 * last - at : at] ?? 0) * (0.5 - 0.5 * (cosines[i] ?? 0));
  });
  return Float64Array.from({ length: frequencies }, (_, frequency) => {
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < windowed; i++) {
      const angle = (frequency * i) % windowed;
      const sample = samples[i] ?? 0;
      real += sample * (cosines[angle] ?? 0);
      imaginary += sample * (sines[angle] ?? 0);
    }
    return real * real + imaginary * imaginary;
  });
}

/** Slaney's mel scale: even up to 1,000 Hz, and 27 steps for each factor of 6.4 above. */
const melOf = (hertz: number) =>
  hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4);
const hertzOf = (mel: number) =>
  mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp((Math.log(6.4) * (mel - 15)) / 27);

/** Triangles of area 1 in hertz, [bin, frequency]. */
function melFilters(bins: number): Float64Array {
  const most = melOf(sampleRate / 2);
  const edges = Array.from({ length: bins + 2 }, (_, i) => hertzOf((most * i) / (bins + 1)));
  return Float64Array.from({ length: bins * frequencies }, (_, cell) => {
    const bin = Math.floor(cell / frequencies);
    const hertz = ((cell % frequencies) * sampleRate) / windowed;
    const [low = 0, middle = 0, high = 0] = edges.slice(bin, bin + 3);
    const rise = (hertz - low) / (middle - low);
    const fall = (high - hertz) / (high - middle);
    return (2 * Math.max(0, Math.min(rise, fall))) / (high - low);
  });
}

/**
 * A tone that rises evenly.
 *
 * @param from,to  Hz, at its two ends
 */
export function risingTone(seconds: number, from: number, to: number): Float32Array {
  return Float32Array.from({ length: seconds * sampleRate }, (_, i) => {
    const time = i / sampleRate;
    const turns = from * time + ((to - from) * time * time) / (2 * seconds);
    return 0.5 * Math.sin(2 * Math.PI * turns);
  });
}
