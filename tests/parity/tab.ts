import type { Browser } from './browser.ts';

/** How a page is opened. */
export interface TabOptions {
  readonly width?: number;
  readonly height?: number;
  readonly script?: boolean;
  readonly dark?: boolean;
}

/** A page in a browser, used as a person uses it, and what it complained about or asked the network for. */
export class Tab {
  readonly #browser: Browser;
  readonly #session: string;
  readonly #target: string;
  readonly complaints: string[] = [];
  readonly requests: string[] = [];

  private constructor(browser: Browser, session: string, target: string) {
    this.#browser = browser;
    this.#session = session;
    this.#target = target;
    browser.onEvent(({ method, params, sessionId }) => {
      if (sessionId !== session) return;
      if (method === 'Network.requestWillBeSent') this.requests.push((params.request as { url: string }).url);
      if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded')
        this.complaints.push(JSON.stringify(params));
    });
  }

  /** Opens a page of a size, and waits until it has loaded. */
  static async open(
    browser: Browser,
    url: string,
    { width = 1400, height = 900, script = true, dark = false }: TabOptions = {},
  ): Promise<Tab> {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(browser, String(sessionId), String(targetId));
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await tab.send(`${domain}.enable`);
    await tab.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await tab.send('Emulation.setScriptExecutionDisabled', { value: !script });
    await tab.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    });
    const loaded = new Promise<void>((resolve) => {
      browser.onEvent(({ method, sessionId: session }) => {
        if (method === 'Page.loadEventFired' && session === sessionId) resolve();
      });
    });
    await tab.send('Page.navigate', { url });
    await loaded;
    return tab;
  }

  send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.#browser.send(method, params, this.#session);
  }

  /** What an expression says in the page, after the next frame was drawn. */
  async read<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression: `(async () => { ${SETTLED}; return (${expression}); })()`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Value }).value;
  }

  /** The texts of all elements that match and can be seen. */
  texts(selector: string): Promise<string[]> {
    return this.read(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((one) => one.checkVisibility()).map((one) => one.textContent)`,
    );
  }

  /** Keeps every text that an element gets from now on: it may be gone before anybody looks. Says one after the other. */
  async watchText(selector: string): Promise<() => Promise<string>> {
    await this.read(`void ((one) => {
      window.said = [];
      new MutationObserver(() => window.said.push(one.textContent)).observe(one, { childList: true });
    })(document.querySelector(${JSON.stringify(selector)}))`);
    return async () => {
      for (;;) {
        const text = await this.read<string | undefined>('window.said.shift()');
        if (text !== undefined) return text;
      }
    };
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }

  /** Which part of the picture is seen. */
  view(): Promise<{ readonly x: number; readonly y: number; readonly scale: number }> {
    return this.read(
      `((matrix) => ({ x: matrix.e, y: matrix.f, scale: matrix.a }))(document.getElementById('view').transform.baseVal.consolidate().matrix)`,
    );
  }

  /** All that can be read on the page, asked for without its script: what a person would see. */
  async visibleText(): Promise<string> {
    const { nodes } = await this.send('Accessibility.getFullAXTree');
    return (nodes as { name?: { value: string } }[]).map(({ name }) => name?.value ?? '').join('\n');
  }

  /** Texts whose colour is too close to what is behind them to be read by all. */
  faintTexts(): Promise<string[]> {
    return this.read(FAINT_TEXTS);
  }

  /** Presses and lets go of the mouse in the middle of an element. */
  async click(selector: string): Promise<void> {
    const [x, y] = await this.read<[number, number]>(
      `((box) => [box.x + box.width / 2, box.y + box.height / 2])(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
    );
    await this.drag([x, y], [x, y]);
  }

  async drag([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): Promise<void> {
    const mouse = (type: string, x: number, y: number) =>
      this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 });
    await mouse('mousePressed', x, y);
    if (x !== toX || y !== toY) {
      await mouse('mouseMoved', (x + toX) / 2, (y + toY) / 2);
      await mouse('mouseMoved', toX, toY);
    }
    await mouse('mouseReleased', toX, toY);
  }

  async wheel(x: number, y: number, deltaY: number): Promise<void> {
    await this.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY });
  }

  /** Types into whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.send('Input.insertText', { text });
  }

  /** Presses a key, as `ArrowDown` or `/`. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? { text: key } : key === 'Enter' ? { text: '\r' } : {};
    const codes: Readonly<Record<string, number>> = {
      Enter: 13,
      Escape: 27,
      ArrowUp: 38,
      ArrowDown: 40,
      Tab: 9,
    };
    const windowsVirtualKeyCode = codes[key] ?? key.charCodeAt(0);
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, windowsVirtualKeyCode, ...text });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode });
  }

  /** A picture of what is seen, as PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(String(data), 'base64');
  }
}

/**
 * Until what was asked for is drawn: an animation takes one frame to begin, one to move and one to draw. A page that
 * nobody sees draws none.
 */
const SETTLED = `await Promise.race([
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))),
  ...(document.hidden ? [new Promise((done) => setTimeout(done, 2000))] : []),
])`;

/** By the ratio that accessibility guidelines ask of small text, for HTML and for the texts of the picture. */
const FAINT_TEXTS = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (one) => {
    const fill = (selector) => getComputedStyle(one.closest('.row, .box').querySelector(selector)).fill;
    if (one.matches('svg .badge-text')) return fill('.badge');
    if (one.matches('svg .title')) return fill('.head');
    if (one.matches('svg .row.differs text, svg .row.undecided text')) return fill('.wash');
    if (one.matches('svg text')) return getComputedStyle(one.closest('.box').querySelector('.frame')).fill;
    for (let at = one; at !== null; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (parse(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility() && !(one instanceof SVGTitleElement))
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .flatMap((one) => {
      const style = getComputedStyle(one);
      const [a, b] = [light(parse(one instanceof SVGElement ? style.fill : style.color)), light(parse(behind(one)))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return ratio < 4.5 ? [one.textContent.slice(0, 40) + ': ' + ratio.toFixed(2)] : [];
    });
})()`;
