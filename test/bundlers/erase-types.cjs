/** A loader for webpack that does what `esbuild-loader` does. */
const { transformSync } = require("esbuild");

module.exports = function eraseTypes(code) {
  return transformSync(code, { loader: "ts", target: "es2022" }).code;
};
