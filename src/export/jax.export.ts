/** A script that computes the state shown with JAX. */
import { scriptExport } from './code/scriptExport.ts';

export default scriptExport('jax');
