/** Before any test: all schemes are here, as they are soon after the page has opened. */
import { loadEncodings } from '../encodings/index.ts';

await loadEncodings();
