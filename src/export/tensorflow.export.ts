/** A script that computes the state shown with TensorFlow. */
import { scriptExport } from './code/scriptExport.ts';

export default scriptExport('tensorflow');
