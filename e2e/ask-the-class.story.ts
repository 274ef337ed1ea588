/**
 * A teacher asks the class: the question goes out as a link, each answer comes back as one, and all are
 * seen in one picture, with the truth over it when it is time. Nothing is sent anywhere.
 */
import { ticketFor, writeAnswer } from '../src/lessons/answer.ts';
import type { Guess, Question } from '../src/lessons/result.ts';
import { axeFaults } from './axe.ts';
import { expect, load, open, type Page, screenFrames, settle, test, visit } from './page.ts';
import { readQr } from './qr.ts';

const answers = (page: Page) => page.locator('[data-answers]');
const received = (page: Page, kind: string) => page.locator(`[data-received=${kind}]`);

/** What a student's browser makes of a guess: of a question, an answer needs its kind alone. */
function answerLink(
  at: { lesson: string; step: number },
  student: number,
  guess: Guess,
  name = '',
) {
  const kind = typeof guess === 'number' ? 'choose' : 'curve';
  const question = { kind, range: [-1, 1] } as unknown as Question;
  const answer = writeAnswer(at, question, { guess, ticket: ticketFor(at, student), name });
  const place = `lesson=${at.lesson}&step=${at.step}`;
  return `https://school.example/?room=lessons&${place}&answer=${encodeURIComponent(answer)}`;
}

async function paste(page: Page, text: string) {
  await page.locator('.class-paste').evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

test('a class is asked', async ({ page }) => {
  await open(page, 'room=lessons&lesson=order&step=1&lang=en');
  await test.step('answers are taken from any text: a hundred, twice the same, cut, and to another question', async () => {
    await page.getByRole('link', { name: 'Ask the class' }).click();
    await expect(page.getByText('This browser cannot read codes with a camera')).toBeVisible();
    const at = { lesson: 'order', step: 1 };
    const hundred = Array.from({ length: 100 }, (_, i) => answerLink(at, i, i % 3 === 0 ? 1 : 0));
    const cut = answerLink(at, 200, 1).slice(0, -4);
    const other = answerLink({ lesson: 'counting', step: 3 }, 1, 0);
    await paste(page, `Here: ${hundred.join(', ')}\n${hundred[7]}\n“${cut}”\n${other}。`);
    await expect(answers(page)).toHaveAttribute('data-answers', '100');
    await expect(received(page, 'taken')).toHaveText('New answers: 100');
    await expect(received(page, 'again')).toHaveText(/^Already here: 1\./);
    await expect(received(page, 'broken')).toHaveText(/^Cut off or altered on the way: 1\./);
    await expect(received(page, 'elsewhere')).toContainText(/another question, kept there: 1/);
    // What cannot be read is not thrown away.
    await expect(page.locator('.class-paste')).toHaveValue(new RegExp(cut.slice(-9)));
    const counts = page.locator('.class-bars [data-count]');
    await expect(counts.first()).toHaveAttribute('data-count', '66');
    await page.locator('.class-paste').fill('nothing at all');
    await page.getByRole('button', { name: 'Add these answers' }).click();
    await expect(received(page, 'nothing')).toHaveText('There is no link in that text.');
    await page.getByRole('button', { name: 'Show the answer' }).click();
    await expect(page.locator('.class-bars .right')).toHaveCount(1);
    expect(await axeFaults(page)).toEqual([]);
  });
  await test.step('a student’s answer becomes a link and a code; the truth comes after', async () => {
    await visit(page, 'room=lessons&lesson=clocks&step=3&classroom=question');
    const handIn = page.getByRole('button', { name: 'Hand in my answer' });
    await expect(handIn).toBeDisabled();
    await expect(page.locator('[data-show]')).toHaveCount(0);
    await page.locator('[data-curve]').press('ArrowUp');
    await handIn.click();
    const dialog = page.getByRole('dialog', { name: 'Your answer as a link' });
    await dialog.getByLabel('Name (if you like)').fill('Mia 小明');
    const link = (await dialog.locator('.qr-link').textContent()) ?? '';
    expect(new URL(link).searchParams.get('answer')).toMatch(/^d[\w-]{40}~\w{5}~\w{5}~Mia 小明$/);
    expect(await readQr(dialog.getByRole('img'))).toBe(link);
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-show]').click();
    await expect(page.locator('.lesson-result [data-right]')).toBeVisible();

    // The teacher, who has made no guess, follows the link: there is the answer, beside those that come.
    await page.evaluate(() => localStorage.removeItem('whereabouts.lessons'));
    await load(page, new URL(link).search.slice(1));
    await expect(answers(page)).toHaveAttribute('data-answers', '1');
    await expect(page).toHaveURL(/classroom=answers/);
    await expect(page).not.toHaveURL(/answer=/);
    const at = { lesson: 'clocks', step: 3 };
    const wave = (student: number) =>
      Array.from({ length: 40 }, (_, place) => Math.sin(place / 10 + student / 40));
    await paste(page, Array.from({ length: 99 }, (_, i) => answerLink(at, i, wave(i))).join('\n'));
    await expect(page.locator('.class-plot path.each')).toHaveCount(100);
    await page.getByText('One by one').click();
    await expect(page.getByText('Mia 小明')).toBeVisible();
    await page.getByRole('button', { name: 'Show the answer' }).click();
    await expect(page.locator('.class-plot path.truth')).toBeVisible();
    await expect(page.locator('[data-truth-said]')).toContainText('off by 0.');
    expect(await axeFaults(page)).toEqual([]);
  });
  await test.step('another day all of it is still there; and it can be put away, and back', async () => {
    await visit(page, 'room=lessons&lesson=order&step=1');
    await page.getByRole('link', { name: 'Ask the class' }).click();
    await expect(answers(page)).toHaveAttribute('data-answers', '100');
    await page.getByRole('button', { name: 'Remove all' }).click();
    await expect(answers(page)).toHaveAttribute('data-answers', '0');
    await page.getByRole('button', { name: 'Put them back' }).click();
    await expect(answers(page)).toHaveAttribute('data-answers', '100');
  });
  await test.step('codes are read with the camera where the browser can, and a refused one is said', async () => {
    const link = answerLink({ lesson: 'order', step: 1 }, 500, 0, 'Jo');
    await page.evaluate((text) => {
      const detect = () => Promise.resolve([{ rawValue: text }]);
      Object.assign(globalThis, {
        BarcodeDetector: class {
          detect = detect;
        },
      });
      const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      Object.defineProperty(navigator, 'mediaDevices', {
        value: { getUserMedia: refuse },
        configurable: true,
      });
    }, link);
    await page.evaluate(() => window.whereabouts.lesson('order', 1));
    await page.getByRole('link', { name: 'Ask the class' }).click();
    await page.getByRole('button', { name: 'Scan codes' }).click();
    await expect(page.getByRole('alert')).toContainText('Allow it for this page');
    await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      const film = () => {
        canvas.getContext('2d')?.fillRect(0, 0, 9 * Math.random(), 9);
        requestAnimationFrame(film);
      };
      film();
      Object.defineProperty(navigator, 'mediaDevices', {
        value: { getUserMedia: () => Promise.resolve(canvas.captureStream(5)) },
      });
    });
    await page.getByRole('button', { name: 'Scan codes' }).click();
    await expect(received(page, 'taken')).toHaveText('New answers: 1');
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await expect(page.locator('video')).toHaveCount(0);
    await settle(page);
    await screenFrames(page);
  });
});
