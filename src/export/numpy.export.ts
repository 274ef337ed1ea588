/** A script that computes the state shown with NumPy. */
import { scriptExport } from './code/scriptExport.ts';

export default scriptExport('numpy');
