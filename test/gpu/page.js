/** What runs in the page: `browser.ts` puts it there. */

/** Runs programs on WebGPU. See `Program` in browser.ts. */
globalThis.runPrograms = async (programs) => {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error("no adapter for WebGPU");
  const device = await adapter.requestDevice();
  const failures = [];
  device.addEventListener("uncapturederror", (event) => failures.push(event.error.message));
  const { COPY_SRC, COPY_DST, MAP_READ, STORAGE } = GPUBufferUsage;
  const bufferOf = (words) => {
    const buffer = device.createBuffer({ size: words.byteLength, usage: STORAGE | COPY_DST });
    device.queue.writeBuffer(buffer, 0, words);
    return buffer;
  };
  const whole = bufferOf(Uint32Array.from({ length: 2 ** 20 }, (_, index) => 0x3f800000 + index));
  const results = [];
  for (const { code, count, bytes } of programs) {
    const given =
      bytes === undefined
        ? undefined
        : bufferOf(Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0)));
    const size = count * 4;
    const output = device.createBuffer({ size, usage: STORAGE | COPY_SRC });
    const read = device.createBuffer({ size, usage: COPY_DST | MAP_READ });
    const module = device.createShaderModule({ code });
    const pipeline = await device.createComputePipelineAsync({
      layout: "auto",
      compute: { module },
    });
    const entries = [given ?? whole, output].map((buffer, binding) => ({
      binding,
      resource: { buffer },
    }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    const layout = pipeline.getBindGroupLayout(0);
    pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(output, 0, read, 0, size);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    results.push([...new Uint32Array(read.getMappedRange())]);
    for (const buffer of [given, output, read]) buffer?.destroy();
    if (failures.length > 0) throw new Error(`${failures[0]}\n${code}`);
  }
  return results;
};

/** Links programs of WebGL 2 with these fragment shaders, and says what it knows of their uniforms. */
globalThis.askUniforms = (shaders) => {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (gl === null) throw new Error("no WebGL 2");
  const compile = (type, text) => {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
      throw new Error(`${gl.getShaderInfoLog(shader)}\n${text}`);
    }
    return shader;
  };
  const vertex = compile(
    gl.VERTEX_SHADER,
    "#version 300 es\nvoid main() { gl_Position = vec4(0.0); }",
  );
  return shaders.map((text) => {
    const program = gl.createProgram();
    gl.attachShader(program, vertex);
    gl.attachShader(program, compile(gl.FRAGMENT_SHADER, text));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      throw new Error(`${gl.getProgramInfoLog(program)}\n${text}`);
    }
    const count = gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS);
    const indices = Array.from({ length: count }, (_, index) => index);
    const [offsets, arrayStrides, matrixStrides] = [
      gl.UNIFORM_OFFSET,
      gl.UNIFORM_ARRAY_STRIDE,
      gl.UNIFORM_MATRIX_STRIDE,
    ].map((what) => gl.getActiveUniforms(program, indices, what));
    const size = gl.getActiveUniformBlockParameter(program, 0, gl.UNIFORM_BLOCK_DATA_SIZE);
    const uniforms = indices.map((index) => {
      const [offset, arrayStride] = [offsets[index], arrayStrides[index]];
      const told = { offset, arrayStride, matrixStride: matrixStrides[index] };
      return [gl.getActiveUniform(program, index).name, told];
    });
    gl.deleteProgram(program);
    return { size, uniforms };
  });
};
