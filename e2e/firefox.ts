/**
 * Firefox as it is installed, by WebDriver BiDi: Playwright drives only a Firefox of its own. One
 * page, what is asked of it, and what it says on its console.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';
import { asJson, findProgram, type OtherBrowser } from './otherBrowser.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** Its path; undefined where this machine has none. */
export const findFirefox = () => findProgram(['firefox-esr', 'firefox']);

export async function startFirefox(program: string): Promise<OtherBrowser> {
  const home = mkdtempSync(path.join(tmpdir(), 'whereabouts-firefox-'));
  const args = ['--headless', '--no-remote', '--profile', home, '--remote-debugging-port', '0'];
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: home },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  try {
    const session = await connected(`${await listening(child)}/session`);
    return {
      ...session,
      async stop() {
        session.close();
        child.kill();
        await ended;
        rmSync(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** The address that it prints. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString();
      const [, address] = /WebDriver BiDi listening on (\S+)/.exec(said) ?? [];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Firefox ended: ${said.slice(-1000)}`)));
  });
}

async function connected(address: string) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (message: Message) => void>();
  const faults: string[] = [];
  let last = 0;
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.method === 'log.entryAdded') {
      const { level, text } = message.params as { level: string; text: string | null };
      // tfjs warns where there is no WebGL either, and the page says so itself.
      if (level === 'error') faults.push(text ?? '');
    }
  });
  const send = <T>(method: string, params: object) =>
    new Promise<T>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ error, message, result }) => {
        waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error}: ${message ?? ''}`));
        else resolve(result as T);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  await send('session.new', { capabilities: {} });
  await send('session.subscribe', { events: ['log.entryAdded'] });
  const { contexts } = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', {
    maxDepth: 0,
  });
  const context = contexts[0]?.context ?? '';
  return {
    faults: () => Promise.resolve(faults),
    close: () => socket.close(),
    async goTo(url: string) {
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async ask<T>(expression: string): Promise<T> {
      const answer = await send<{
        type: string;
        result?: { value?: string };
        exceptionDetails?: { text: string };
      }>('script.evaluate', {
        expression: asJson(expression),
        target: { context },
        awaitPromise: true,
      });
      if (answer.type !== 'success') {
        throw new Error(`${expression.slice(0, 80)}: ${answer.exceptionDetails?.text ?? ''}`);
      }
      return JSON.parse(answer.result?.value ?? 'null') as T;
    },
  };
}
