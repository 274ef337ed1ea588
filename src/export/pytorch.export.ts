/** A script that computes the state shown with PyTorch. */
import { scriptExport } from './code/scriptExport.ts';

export default scriptExport('pytorch');
