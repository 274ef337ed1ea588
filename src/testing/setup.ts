/** Before any test: all schemes and both languages are here. */
import '../text/later.ts';
import { loadEncodings } from '../encodings/index.ts';
import { loadLocale } from '../text/t.ts';

await Promise.all([loadEncodings(), loadLocale('zh-CN')]);
