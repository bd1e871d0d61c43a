/** A real Chromium without a window, that reaches nothing but this machine. */
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

/** Where Debian installs it. */
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Starts the browser before the tests of a file and ends it behind them. */
export function useChromium(): { readonly browser: () => Browser } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
      ],
      timeout: 60_000,
    });
  }, 70_000);
  afterAll(async () => {
    await browser?.close();
  });
  return {
    browser: () => {
      if (browser === undefined) throw new Error("the browser has not started");
      return browser;
    },
  };
}
