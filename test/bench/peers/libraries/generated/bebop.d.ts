import { BebopView, BebopRecord } from "bebop";
export declare const BEBOP_SCHEMA: Uint8Array<ArrayBuffer>;
export interface Particle {
    readonly id: number;
    readonly flags: number;
    readonly kind: number;
    readonly level: number;
    readonly x: number;
    readonly y: number;
    readonly z: number;
    readonly mass: number;
    readonly energy: number;
    readonly ts: bigint;
    readonly name: string;
}
export declare const Particle: ((data: Particle) => Particle & BebopRecord) & {
    encode(record: Particle): Uint8Array;
    encodeInto(record: Particle, view: BebopView): void;
    decode(buffer: Uint8Array): Particle & BebopRecord;
    readFrom(view: BebopView): Particle;
};
export interface Point {
    readonly x: number;
    readonly y: number;
    readonly z: number;
}
export declare const Point: ((data: Point) => Point & BebopRecord) & {
    encode(record: Point): Uint8Array;
    encodeInto(record: Point, view: BebopView): void;
    decode(buffer: Uint8Array): Point & BebopRecord;
    readFrom(view: BebopView): Point;
};
export interface Box {
    readonly min: Point;
    readonly max: Point;
}
export declare const Box: ((data: Box) => Box & BebopRecord) & {
    encode(record: Box): Uint8Array;
    encodeInto(record: Box, view: BebopView): void;
    decode(buffer: Uint8Array): Box & BebopRecord;
    readFrom(view: BebopView): Box;
};
export interface Body {
    readonly id: number;
    readonly box: Box;
}
export declare const Body: ((data: Body) => Body & BebopRecord) & {
    encode(record: Body): Uint8Array;
    encodeInto(record: Body, view: BebopView): void;
    decode(buffer: Uint8Array): Body & BebopRecord;
    readFrom(view: BebopView): Body;
};
export interface Scene {
    readonly stamp: number;
    readonly body: Body;
}
export declare const Scene: ((data: Scene) => Scene & BebopRecord) & {
    encode(record: Scene): Uint8Array;
    encodeInto(record: Scene, view: BebopView): void;
    decode(buffer: Uint8Array): Scene & BebopRecord;
    readFrom(view: BebopView): Scene;
};
export interface Particles {
    readonly items: Particle[];
}
export declare const Particles: ((data: Particles) => Particles & BebopRecord) & {
    encode(record: Particles): Uint8Array;
    encodeInto(record: Particles, view: BebopView): void;
    decode(buffer: Uint8Array): Particles & BebopRecord;
    readFrom(view: BebopView): Particles;
};
export interface Scenes {
    readonly items: Scene[];
}
export declare const Scenes: ((data: Scenes) => Scenes & BebopRecord) & {
    encode(record: Scenes): Uint8Array;
    encodeInto(record: Scenes, view: BebopView): void;
    decode(buffer: Uint8Array): Scenes & BebopRecord;
    readFrom(view: BebopView): Scenes;
};
export interface Texts {
    readonly short: string;
    readonly middle: string;
    readonly long: string;
}
export declare const Texts: ((data: Texts) => Texts & BebopRecord) & {
    encode(record: Texts): Uint8Array;
    encodeInto(record: Texts, view: BebopView): void;
    decode(buffer: Uint8Array): Texts & BebopRecord;
    readFrom(view: BebopView): Texts;
};
export interface TextsList {
    readonly items: Texts[];
}
export declare const TextsList: ((data: TextsList) => TextsList & BebopRecord) & {
    encode(record: TextsList): Uint8Array;
    encodeInto(record: TextsList, view: BebopView): void;
    decode(buffer: Uint8Array): TextsList & BebopRecord;
    readFrom(view: BebopView): TextsList;
};
