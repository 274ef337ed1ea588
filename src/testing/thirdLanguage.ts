/** A third language, half finished. To be imported before what reads the list of languages. */
import { addLanguage } from '../text/locale.ts';

addLanguage('de', async () => ({
  words: { 'field.length': 'Länge', 'unit.positions': '{count} Positionen' },
  texts: {
    'alibi.text.idea': 'ein Abzug je nach Abstand',
    'alibi.params.form.options.row.label': 'zeilenweise +mj',
    'axial-rope.pixtral.text.idea': 'wie in Pixtral',
    'mae-2d.params.rows.label': 'Zeilen',
    'texts.news.text': 'Die Kurse fielen nach dem Bericht.',
    opening: 'In einer langen Straße zählen wir die Türen.',
  },
}));
