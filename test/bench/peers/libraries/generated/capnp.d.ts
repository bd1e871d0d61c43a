export const _capnpFileId: 0xc3a1f5b7d2e94806n;
export class Particle extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    set id(value: number);
    get id(): number;
    set flags(value: number);
    get flags(): number;
    set kind(value: number);
    get kind(): number;
    set level(value: number);
    get level(): number;
    set x(value: number);
    get x(): number;
    set y(value: number);
    get y(): number;
    set z(value: number);
    get z(): number;
    set mass(value: number);
    get mass(): number;
    set energy(value: number);
    get energy(): number;
    set ts(value: bigint);
    get ts(): bigint;
    set name(value: string);
    get name(): string;
}
export class Point extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    set x(value: number);
    get x(): number;
    set y(value: number);
    get y(): number;
    set z(value: number);
    get z(): number;
}
export class Box extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    _adoptMin(value: any): void;
    _disownMin(): $.Orphan<Point>;
    set min(value: Point);
    get min(): Point;
    _hasMin(): boolean;
    _initMin(): Point;
    _adoptMax(value: any): void;
    _disownMax(): $.Orphan<Point>;
    set max(value: Point);
    get max(): Point;
    _hasMax(): boolean;
    _initMax(): Point;
}
export class Body extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    set id(value: number);
    get id(): number;
    _adoptBox(value: any): void;
    _disownBox(): $.Orphan<Box>;
    set box(value: Box);
    get box(): Box;
    _hasBox(): boolean;
    _initBox(): Box;
}
export class Scene extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    set stamp(value: number);
    get stamp(): number;
    _adoptBody(value: any): void;
    _disownBody(): $.Orphan<Body>;
    set body(value: Body);
    get body(): Body;
    _hasBody(): boolean;
    _initBody(): Body;
}
export class Particles extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    static _Items: any;
    _adoptItems(value: any): void;
    _disownItems(): $.Orphan<$.List<any>>;
    set items(value: $.List<any>);
    get items(): $.List<any>;
    _hasItems(): boolean;
    _initItems(length: any): $.List<any>;
}
export class Scenes extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    static _Items: any;
    _adoptItems(value: any): void;
    _disownItems(): $.Orphan<$.List<any>>;
    set items(value: $.List<any>);
    get items(): $.List<any>;
    _hasItems(): boolean;
    _initItems(length: any): $.List<any>;
}
export class Texts extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    set short(value: string);
    get short(): string;
    set middle(value: string);
    get middle(): string;
    set long(value: string);
    get long(): string;
}
export class TextsList extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    static _Items: any;
    _adoptItems(value: any): void;
    _disownItems(): $.Orphan<$.List<any>>;
    set items(value: $.List<any>);
    get items(): $.List<any>;
    _hasItems(): boolean;
    _initItems(length: any): $.List<any>;
}
import * as $ from "capnp-es";
