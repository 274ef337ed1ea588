/**
 * WebKitGTK as Debian has it, by its own driver and on a screen of its own that nobody sees: Playwright
 * drives only a WebKit of its own. It has no WebGPU.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { asJson, findProgram, type OtherBrowser } from './otherBrowser.ts';

/** The programs that it takes. */
export interface WebKit {
  readonly driver: string;
  readonly browser: string;
  readonly screen: string;
}

/** Undefined where this machine lacks one of them. */
export function findWebKit(): WebKit | undefined {
  const driver = findProgram(['WebKitWebDriver']);
  const screen = findProgram(['Xvfb']);
  const browser = miniBrowser();
  return driver && screen && browser ? { driver, browser, screen } : undefined;
}

/** It lies beside its library: /usr/lib/MACHINE/webkit2gtk-VERSION/MiniBrowser. */
function miniBrowser(): string | undefined {
  const folders = (folder: string, pattern: RegExp) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => pattern.test(name))
          .map((name) => path.join(folder, name))
      : [];
  return folders('/usr/lib', /-linux-gnu$/)
    .flatMap((machine) => folders(machine, /^webkit2gtk-/))
    .map((own) => path.join(own, 'MiniBrowser'))
    .find((program) => existsSync(program));
}

/** As long as a slow machine takes over a picture on the CPU, in ms. */
const patience = 120_000;

/** Keeps what goes wrong from now on. */
const listens = `(() => {
  window.faults = [];
  const fault = (text) => window.faults.push(String(text));
  addEventListener('error', ({ message }) => fault(message));
  addEventListener('unhandledrejection', ({ reason }) => fault(reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => fault(violatedDirective));
})()`;

export async function startWebKit({ driver, browser, screen }: WebKit): Promise<OtherBrowser> {
  const children: ChildProcess[] = [];
  const end = () => Promise.all(children.splice(0).toReversed().map(ended));
  try {
    const display = spawn(screen, ['-displayfd', '1', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(display);
    const env = { ...process.env, DISPLAY: `:${await firstLine(display)}`, GDK_BACKEND: 'x11' };
    const port = await freePort();
    children.push(spawn(driver, [`--port=${port}`], { stdio: 'ignore', env }));
    const session = await opened(`http://127.0.0.1:${port}`, browser);
    return {
      goTo: session.goTo,
      ask: session.ask,
      faults: () => session.ask('window.faults'),
      async stop() {
        await session.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** By WebDriver, which is spoken by HTTP. */
async function opened(address: string, binary: string) {
  const call = async (method: string, where: string, body?: object): Promise<unknown> => {
    const sent = body && { body: JSON.stringify(body) };
    const answer = await fetch(`${address}${where}`, { method, ...sent });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`${method} ${where}: ${JSON.stringify(value)}`);
    return value;
  };
  await untilItListens(() => call('GET', '/status'));
  const options = { binary, args: ['--automation'] };
  const { sessionId } = (await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  })) as { sessionId: string };
  const own = `/session/${sessionId}`;
  await call('POST', `${own}/timeouts`, { script: patience });
  const ask = async <T>(expression: string): Promise<T> => {
    const script = `const [tell] = arguments;
      ${asJson(expression)}.then((found) => tell([found]), (error) => tell([null, String(error)]));`;
    const answer = await call('POST', `${own}/execute/async`, { script, args: [] });
    const [found, error] = answer as [string | null, string?];
    if (error !== undefined) throw new Error(`${expression.slice(0, 80)}: ${error}`);
    return JSON.parse(found ?? 'null') as T;
  };
  return {
    ask,
    goTo: async (url: string) => {
      await call('POST', `${own}/url`, { url });
      await ask(listens);
    },
    close: () => call('DELETE', own),
  };
}

async function untilItListens(ask: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + patience; ; ) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await setTimeout(50);
    }
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('startWebKit: no screen')));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
