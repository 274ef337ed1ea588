/** Before any test: all schemes and languages are here. */
import '../text/later.ts';
import { loadEncodings } from '../encodings/index.ts';
import { locales } from '../text/locale.ts';
import { loadLocale } from '../text/t.ts';

await Promise.all([loadEncodings(), ...locales().map(loadLocale)]);
