// Draws a step of a replay: ReplayPicture.draw(canvas, replay, step). The replay is as CanvasReplay.json()
// writes it; colours are the properties --replay-... of replay.css.
"use strict";

const ReplayPicture = (() => {
  const FAR = 1000; // m, as in the films
  const LIGHT = [-0.36, -0.72]; // towards the light, on the screen

  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const along = (a, b, t) => [a[0] + t * b[0], a[1] + t * b[1], a[2] + t * b[2]];

  // Where points of the world appear on a picture of width x height pixels.
  class Camera {
    constructor(layout, target, viewHeight, width, height) {
      const azimuth = (layout.azimuth * Math.PI) / 180;
      const elevation = (layout.elevation * Math.PI) / 180;
      const ce = Math.cos(elevation);
      this.forward = [ce * Math.cos(azimuth), ce * Math.sin(azimuth), Math.sin(elevation)];
      this.right = [Math.sin(azimuth), -Math.cos(azimuth), 0];
      const r = this.right;
      const f = this.forward;
      this.up = [r[1] * f[2] - r[2] * f[1], r[2] * f[0] - r[0] * f[2], r[0] * f[1] - r[1] * f[0]];
      this.target = target;
      this.distance = layout.distance; // null: parallel lines of sight
      this.scale = height / viewHeight;
      this.width = width;
      this.height = height;
    }

    // Column, row, pixels per metre there (0 behind the eye), metres beyond the target.
    project(point) {
      const offset = along(point, this.target, -1);
      const depth = dot(offset, this.forward);
      const eye = this.distance === null ? 1 : this.distance + depth;
      const scale = this.distance === null ? this.scale : eye > 0 ? (this.scale * this.distance) / eye : 0;
      return {
        x: this.width / 2 + scale * dot(offset, this.right),
        y: this.height / 2 - scale * dot(offset, this.up),
        scale,
        depth,
      };
    }

    // Origin and direction of the line of sight through the middle of a pixel.
    ray(column, row) {
      const x = (column + 0.5 - this.width / 2) / this.scale;
      const y = (this.height / 2 - row - 0.5) / this.scale;
      const across = along(along([0, 0, 0], this.right, x), this.up, y);
      if (this.distance === null) {
        return [along(along(this.target, across, 1), this.forward, -FAR / 2), this.forward];
      }
      const way = along(across, this.forward, this.distance);
      const norm = Math.sqrt(dot(way, way));
      return [along(this.target, this.forward, -this.distance), way.map((part) => part / norm)];
    }
  }

  const channels = (color) => [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  const mix = (a, b, share) => a.map((part, i) => Math.round(part + share * (b[i] - part)));
  const css = (color) => "rgb(" + color.join(",") + ")";

  // Level ground in tiles, in pixels twice as large as the picture's, which softens their edges.
  function layGround(context, camera, layout, target, viewHeight, size, colors) {
    const width = Math.ceil(camera.width / 2);
    const height = Math.ceil(camera.height / 2);
    const coarse = new Camera(layout, target, viewHeight, width, height);
    const canvas = new OffscreenCanvas(width, height);
    const own = canvas.getContext("2d");
    const image = own.createImageData(width, height);
    const [z, tile] = size;
    for (let row = 0; row < height; row++) {
      const [left, toLeft] = coarse.ray(0, row);
      const [right, toRight] = coarse.ray(width - 1, row);
      const leftDistance = (z - left[2]) / toLeft[2];
      if (!(leftDistance > 0 && leftDistance < FAR)) {
        continue;
      }
      const haze = Math.max(0, Math.min(1, 1.25 + 8 * toLeft[2]));
      const light = mix(colors.lightTile, colors.sky, haze);
      const dark = mix(colors.darkTile, colors.sky, haze);
      const from = along(left, toLeft, leftDistance).map((part) => part / tile);
      const to = along(right, toRight, (z - right[2]) / toRight[2]).map((part) => part / tile);
      for (let column = 0; column < width; column++) {
        const share = column / (width - 1);
        const x = from[0] + share * (to[0] - from[0]);
        const y = from[1] + share * (to[1] - from[1]);
        const color = (Math.floor(x) + Math.floor(y)) & 1 ? dark : light;
        image.data.set([color[0], color[1], color[2], 255], 4 * (row * width + column));
      }
    }
    own.putImageData(image, 0, 0);
    context.drawImage(canvas, 0, 0, camera.width, camera.height);
  }

  // The shadow of a ball or capsule straight below it, fainter the higher it is above.
  function castShadow(context, camera, z, points, radius) {
    const [a, b] = [points[0], points[points.length - 1]];
    const heading = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const outline = [];
    for (let i = 0; i < 24; i++) {
      const angle = heading + Math.PI / 2 + (2 * Math.PI * i) / 23;
      const end = i < 12 ? a : b;
      outline.push(camera.project([end[0] + radius * Math.cos(angle), end[1] + radius * Math.sin(angle), z]));
    }
    if (outline.some((corner) => corner.scale === 0)) {
      return;
    }
    const above = Math.max(0, Math.min(a[2], b[2]) - radius - z);
    context.fillStyle = "rgba(0,0,0," + 0.25 / (1 + above) + ")";
    trace(context, outline);
    context.closePath();
    context.fill();
  }

  function trace(context, corners) {
    context.beginPath();
    corners.forEach((corner, i) => (i === 0 ? context.moveTo(corner.x, corner.y) : context.lineTo(corner.x, corner.y)));
  }

  // The outline of two discs and what is between them.
  function capsule(context, a, b, ra, rb) {
    const distance = Math.hypot(b.x - a.x, b.y - a.y);
    context.beginPath();
    if (distance <= Math.abs(ra - rb)) {
      const [end, r] = ra > rb ? [a, ra] : [b, rb];
      context.arc(end.x, end.y, r, 0, 2 * Math.PI);
      return;
    }
    const heading = Math.atan2(b.y - a.y, b.x - a.x);
    const turn = Math.acos((ra - rb) / distance);
    context.arc(a.x, a.y, ra, heading + turn, heading - turn + 2 * Math.PI);
    context.arc(b.x, b.y, rb, heading - turn, heading + turn);
    context.closePath();
  }

  function drawRound(context, camera, points, radius, color) {
    const ends = points.map((point) => camera.project(point));
    if (ends.some((end) => end.scale === 0)) {
      return;
    }
    const [a, b] = [ends[0], ends[ends.length - 1]];
    const [ra, rb] = [radius * a.scale, radius * b.scale];
    context.fillStyle = css(mix(color, [0, 0, 0], 0.3)); // the rim, which sets shapes apart
    capsule(context, a, b, ra, rb);
    context.fill();
    const inner = (end, r, share) => ({ x: end.x + (1 - share) * LIGHT[0] * r, y: end.y + (1 - share) * LIGHT[1] * r });
    for (const [share, shade] of [[0.9, color], [0.5, mix(color, [255, 255, 255], 0.22)]]) {
      context.fillStyle = css(shade);
      capsule(context, inner(a, ra, share), inner(b, rb, share), share * ra, share * rb);
      context.fill();
    }
  }

  function drawBox(context, camera, center, half, color) {
    const corners = [];
    for (let i = 0; i < 8; i++) {
      const sign = [i & 1, i & 2, i & 4].map((bit) => (bit ? 1 : -1));
      corners.push(camera.project(center.map((part, axis) => part + sign[axis] * half[axis])));
    }
    if (corners.some((corner) => corner.scale === 0)) {
      return;
    }
    trace(context, hull(corners));
    context.closePath();
    context.fillStyle = css(color);
    context.fill();
    context.strokeStyle = css(mix(color, [0, 0, 0], 0.3));
    context.lineWidth = Math.max(1, camera.height / 200);
    context.stroke();
  }

  // Andrew's monotone chain.
  function hull(points) {
    const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
    const half = (order) => {
      const chain = [];
      for (const p of order) {
        while (chain.length > 1) {
          const [a, b] = chain.slice(-2);
          if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) {
            break;
          }
          chain.pop();
        }
        chain.push(p);
      }
      return chain.slice(0, -1);
    };
    return [...half(sorted), ...half(sorted.reverse())];
  }

  const SOLID = new Set(["sphere", "capsule", "box"]);

  // The shapes of a frame with their points in metres.
  function shapesOf(replay, layout, frame) {
    let next = 5;
    return layout.shapes.map((shape) => {
      const numbers = shape.at ?? frame.slice(next, next + 3 * shape.points);
      next += shape.at ? 0 : numbers.length;
      const points = [];
      for (let i = 0; i < shape.points; i++) {
        points.push(numbers.slice(3 * i, 3 * i + 3).map((part) => part * replay.unit));
      }
      return { ...shape, points };
    });
  }

  function colorsOf(element) {
    const style = getComputedStyle(element);
    const color = (name) => channels(style.getPropertyValue("--replay-" + name).trim());
    return { sky: color("sky"), lightTile: color("light-tile"), darkTile: color("dark-tile"), of: color };
  }

  // Draws a step of a replay; flat shapes cover each other in their order, solids by how near they are.
  function draw(canvas, replay, step) {
    const context = canvas.getContext("2d");
    const frame = replay.frames[Math.min(step, replay.frames.length - 1)];
    const layout = replay.layouts[frame[0]];
    const target = frame.slice(1, 4).map((part) => part * replay.unit);
    const viewHeight = frame[4] * replay.unit;
    const camera = new Camera(layout, target, viewHeight, canvas.width, canvas.height);
    const colors = colorsOf(canvas);
    const shapes = shapesOf(replay, layout, frame);
    context.fillStyle = css(colors.sky);
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const ground of shapes.filter((shape) => shape.kind === "ground")) {
      layGround(context, camera, layout, target, viewHeight, ground.size, colors);
      for (const round of shapes.filter((shape) => SOLID.has(shape.kind) && shape.kind !== "box")) {
        castShadow(context, camera, ground.size[0], round.points, round.size[0]);
      }
    }
    for (const flat of shapes.filter((shape) => shape.kind === "line" || shape.kind === "area")) {
      const corners = flat.points.map((point) => camera.project(point));
      trace(context, corners);
      if (flat.kind === "area") {
        context.fillStyle = css(colors.of(flat.role));
        context.fill();
      } else {
        context.strokeStyle = css(colors.of(flat.role));
        context.lineWidth = Math.max(1, flat.size[0] * corners[0].scale);
        context.lineCap = context.lineJoin = "round";
        context.stroke();
      }
    }
    // Of solids as near as each other the first is seen, as in the films.
    const nearness = (solid) => Math.min(...solid.points.map((point) => camera.project(point).depth)) - solid.size[0];
    const solids = shapes.filter((shape) => SOLID.has(shape.kind)).reverse();
    solids.forEach((solid) => (solid.near = Math.round(nearness(solid) / replay.unit)));
    for (const solid of solids.sort((a, b) => b.near - a.near)) {
      if (solid.kind === "box") {
        drawBox(context, camera, solid.points[0], solid.size, colors.of(solid.role));
      } else {
        drawRound(context, camera, solid.points, solid.size[0], colors.of(solid.role));
      }
    }
  }

  return { draw };
})();
