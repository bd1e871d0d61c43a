import structview from "structview/vite";
import { defineConfig } from "vite";

export default defineConfig({ plugins: [structview()] });
