// The data and the worker that holds them: files are fetched once, a stopped worker is replaced by one that stands ready.

const WORKER = new URL("worker.js", import.meta.url);
const ENGINE = new URL("../vendor/oxigraph/web_bg.wasm", import.meta.url);

export class Stopped extends Error {}

export class Store {
  #files = new Map();
  #module = null;
  #spare = this.#start();
  #worker = null;
  #waiting = null;
  #loaded = "";

  /** Load dumps, named by their addresses, unless they are loaded; give the number of triples and the bytes fetched. */
  async load(addresses) {
    const key = addresses.join(" ");
    if (this.#loaded === key) return null;
    if (this.#waiting) this.stop();
    this.#loaded = "";
    this.#module ??= this.#compile().catch((error) => {
      this.#module = null;
      throw error;
    });
    const [module, ...dumps] = await Promise.all([this.#module, ...addresses.map((address) => this.#fetch(address))]);
    const told = await this.#send({ load: { module, dumps } });
    this.#loaded = key;
    return { triples: told.loaded, bytes: dumps.reduce((sum, dump) => sum + dump.length, 0), ms: told.ms };
  }

  /** Put a question; it is answered by what the worker says, or fails with the engine's message or `Stopped`. */
  ask(query) {
    return this.#send({ query });
  }

  /** Stop whatever runs. The next `load` takes another worker. */
  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#loaded = "";
    this.#waiting?.reject(new Stopped());
    this.#waiting = null;
  }

  /** Start a worker. One that could not be fetched is marked, so that it is not waited for. */
  #start() {
    const worker = new Worker(WORKER, { type: "module" });
    worker.onerror = () => {
      worker.broken = true;
    };
    return worker;
  }

  #send(message) {
    if (!this.#worker) {
      this.#worker = this.#spare.broken ? this.#start() : this.#spare;
      this.#spare = this.#start();
      this.#worker.onmessage = ({ data }) => this.#settle(data);
      this.#worker.onerror = (event) => this.#fail(event.message || "worker");
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(message);
    });
  }

  #settle(data) {
    const waiting = this.#waiting;
    this.#waiting = null;
    if ("error" in data) waiting?.reject(new Error(data.error));
    else waiting?.resolve(data);
  }

  #fail(why) {
    this.#settle({ error: why });
    this.#worker = null;
    this.#loaded = "";
  }

  async #compile() {
    // Not compileStreaming: some hosts do not know the media type of WebAssembly.
    return WebAssembly.compile(await this.#bytes(ENGINE));
  }

  async #fetch(address) {
    if (!this.#files.has(address)) this.#files.set(address, await this.#bytes(address));
    return this.#files.get(address);
  }

  async #bytes(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${new URL(address, location.href).pathname}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
