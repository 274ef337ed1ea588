/** Every kernel of our own, registered once with the WebGPU backend. */
import { registerCountedBias } from './counted.ts';
import { registerDense, registerDenseNorm, registerNorm } from './dense.ts';
import { registerDenseBlocks } from './denseBlocks.ts';
import { registerAttendHeads } from './dotProduct.ts';
import { registerFarScores } from './far.ts';
import { registerFusion } from './fusion.ts';
import { registerPositionalHeads, registerSentenceVectors, registerSurgery } from './heads.ts';
import { registerDiagonals, registerMarginals, registerNearestRows } from './lenses.ts';
import { registerNetworkOver } from './network.ts';
import { registerAppendRows } from './past.ts';
import { registerReflectedScores } from './reflected.ts';
import { registerPickRelative, registerSumRelative } from './relative.ts';
import { registerGram, registerTerms, registerToeplitz } from './squares.ts';
import { registerRotation, registerWaves } from './waves.ts';

export function registerKernels(): void {
  registerWaves();
  registerRotation();
  registerGram();
  registerToeplitz();
  registerTerms();
  registerDiagonals();
  registerMarginals();
  registerNearestRows();
  registerFarScores();
  registerPickRelative();
  registerSumRelative();
  registerCountedBias();
  registerReflectedScores();
  registerNetworkOver();
  registerFusion();
  registerDense();
  registerDenseNorm();
  registerDenseBlocks();
  registerNorm();
  registerAppendRows();
  registerAttendHeads();
  registerSentenceVectors();
  registerSurgery();
  registerPositionalHeads();
}
