import * as $ from "capnp-es";
export declare const _capnpFileId = 14096818478512687110n;
export declare class Particle extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    get id(): number;
    set id(value: number);
    get flags(): number;
    set flags(value: number);
    get kind(): number;
    set kind(value: number);
    get level(): number;
    set level(value: number);
    get x(): number;
    set x(value: number);
    get y(): number;
    set y(value: number);
    get z(): number;
    set z(value: number);
    get mass(): number;
    set mass(value: number);
    get energy(): number;
    set energy(value: number);
    get ts(): bigint;
    set ts(value: bigint);
    get name(): string;
    set name(value: string);
    toString(): string;
}
export declare class Point extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    get x(): number;
    set x(value: number);
    get y(): number;
    set y(value: number);
    get z(): number;
    set z(value: number);
    toString(): string;
}
export declare class Box extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    _adoptMin(value: any): void;
    _disownMin(): $.Orphan<Point>;
    get min(): Point;
    _hasMin(): boolean;
    _initMin(): Point;
    set min(value: Point);
    _adoptMax(value: any): void;
    _disownMax(): $.Orphan<Point>;
    get max(): Point;
    _hasMax(): boolean;
    _initMax(): Point;
    set max(value: Point);
    toString(): string;
}
export declare class Body extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    get id(): number;
    set id(value: number);
    _adoptBox(value: any): void;
    _disownBox(): $.Orphan<Box>;
    get box(): Box;
    _hasBox(): boolean;
    _initBox(): Box;
    set box(value: Box);
    toString(): string;
}
export declare class Scene extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    get stamp(): number;
    set stamp(value: number);
    _adoptBody(value: any): void;
    _disownBody(): $.Orphan<Body>;
    get body(): Body;
    _hasBody(): boolean;
    _initBody(): Body;
    set body(value: Body);
    toString(): string;
}
export declare class Particles extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    static _Items: any;
    _adoptItems(value: any): void;
    _disownItems(): $.Orphan<$.List<any>>;
    get items(): $.List<any>;
    _hasItems(): boolean;
    _initItems(length: any): $.List<any>;
    set items(value: $.List<any>);
    toString(): string;
}
export declare class Scenes extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    static _Items: any;
    _adoptItems(value: any): void;
    _disownItems(): $.Orphan<$.List<any>>;
    get items(): $.List<any>;
    _hasItems(): boolean;
    _initItems(length: any): $.List<any>;
    set items(value: $.List<any>);
    toString(): string;
}
export declare class Texts extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    get short(): string;
    set short(value: string);
    get middle(): string;
    set middle(value: string);
    get long(): string;
    set long(value: string);
    toString(): string;
}
export declare class TextsList extends $.Struct {
    static _capnp: {
        displayName: string;
        id: string;
        size: $.ObjectSize;
    };
    static _Items: any;
    _adoptItems(value: any): void;
    _disownItems(): $.Orphan<$.List<any>>;
    get items(): $.List<any>;
    _hasItems(): boolean;
    _initItems(length: any): $.List<any>;
    set items(value: $.List<any>);
    toString(): string;
}
