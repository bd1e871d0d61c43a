/** What a build plugin may be told. */
export interface PluginOptions {
  /**
   * Folder that the configuration is looked for in, and upwards, and that paths in messages start from.
   * Default: the folder that the bundler works in.
   */
  readonly root?: string;
  /**
   * Whether the generated modules of the project's schemas are kept current on disk. Default: wherever
   * there are schemas that the configuration names. With `true`, it is an error if there are none.
   */
  readonly files?: boolean;
  /** Configuration file, instead of the nearest one upwards. */
  readonly config?: string;
  /**
   * Which imported files are schemas that yield their generated modules: a pattern that is tried on their
   * absolute paths, with forward slashes. Default: files that end in `.layout.ts`, `.layout.mts` and
   * `.layout.json`. With `false`, none are.
   */
  readonly direct?: RegExp | false;
}

/** Which files are schemas that are imported, unless an option says otherwise. */
export const defaultDirect: RegExp = /\.layout\.(?:m?ts|json)$/;
