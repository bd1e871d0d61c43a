#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#define PASTE(a, b) PASTE_(a, b)
#define PASTE_(a, b) a##b
#define FIELDS(X) X(int, one) X(long, two) X(char, three)
#define AS_MEMBER(t, n) t PASTE(m_, n);
#define ARRAY_SIZE 4
#define BIT(n) (1UL << (n))
#define MASK (BIT(3) | BIT(0))
#define STR(x) #x
#define CHAR_A 'A'
#define NEGATIVE (-5)
#define BIG 0xffffffffffffffffULL
#if defined(__GNUC__) && __GNUC__ >= 4 || defined(_MSC_VER)
#define ATTR_PACKED __attribute__((packed))
#else
#error no
#endif

struct xmacro { FIELDS(AS_MEMBER) };

struct a1 { int x __attribute__((aligned(8))), y; };
struct a2 { int __attribute__((aligned(8))) x, *y; };
struct a3 { __attribute__((packed)) int x; char y; long z __attribute__((packed)); };
struct a4 { unsigned a : 3, : 4, b : 2; unsigned : 0; int : 5; char c; };
struct a5 { char c; int a : 3 __attribute__((packed)), b : 2; };
typedef struct __attribute__((packed, aligned(4))) a6 { char c; int x; } a6_t;
typedef int T8 __attribute__((aligned(8))), U4;
typedef __attribute__((aligned(16))) int T16;
typedef long long L2 __attribute__((aligned(2)));
struct a7 { char c; T8 x; char d; U4 y; char e; T16 z; char f; L2 w; };
struct a8 { char c; T8 x; L2 w; } ATTR_PACKED;
struct a9 { _Alignas(8) int x; char y; _Alignas(16) char z; _Alignas(double) char w; };
typedef int (*fn)(int, ...);
struct b1 { fn f; int (*g)(void); int (*h[3])(int); int (*p)[4]; char *const *q; };
struct b2 { char c; struct { short x; }; union { int a; float z; } u; __extension__ union { long q; char r; }; };
struct b3 { int x[sizeof(struct b2)]; int y[sizeof(a6_t) / 2]; int z[(int)3]; char w[(unsigned)sizeof(int) * 2][ARRAY_SIZE]; };
enum e1 { A, B = 1 << 3, C = sizeof(int), D } __attribute__((packed));
enum e2 { N = -1, M = 3 };
enum e3 { H = 0x100000000LL, I };
enum e5 { FORCE_DWORD = 0xffffffff };
enum e4 { Q __attribute__((deprecated)), R = A + 7 };
struct b4 { char c; enum e1 p; enum e2 q; enum e3 r; enum e4 s; enum { IN1 = 7 } t; enum e5 u; };
struct b5 { enum e2 a : 3; enum e1 b : 2; _Bool c : 1; bool d; unsigned long long e : 40; signed char f : 5; };
struct b6 { int (x); int *(y); int (z)[3]; };
long unsigned int typedef backwards;
struct b7 { char c; backwards b; long double ld; _Complex double cd; float _Complex cf; __typeof__(int) t; volatile const int vc; };
struct b8 { uint8_t mac[6] __attribute__((aligned(2))); uint8_t n; uint16_t z[0]; };
struct b9 { uint32_t n; uint16_t flex[]; };
struct c1 { char c; struct b9 inner; };
struct c2 { long a; char b; char tail[]; };
struct { int anonymous_variable; } variable;
struct c3 { int x; } __attribute__((__packed__)) __attribute__((aligned(8)));
struct __attribute__((__may_alias__)) c4 { char a; int x; };
typedef struct c5 c5;
struct c5 { c5 *next, *prev; struct c6 *unknown; struct c5 **more; };
struct c7 { struct c5 five, many[2][3]; };
#pragma pack(push, 1)
struct d1 { char c; int x; short s; };
#pragma pack(2)
struct d2 { char c; int x; double d; T8 t; };
#pragma pack(push, outer, 4)
struct d3 { char c; long long x; int bits : 7; long long more : 33; };
#pragma pack(pop, outer)
struct d4 { char c; int x; };
#pragma pack(pop)
struct d5 { char c; int x; };
#pragma pack(8)
struct d6 { char c; long double x; };
#pragma pack()
struct d7 { char c; long double x; struct d2 d; struct d1 e[3]; };
union u1 { char c; int x; struct { char d; short e; } s; double f[2]; };
union u2 { unsigned a : 3; unsigned long long b : 40; char c[5]; } ATTR_PACKED;
union u3 { int a; char b[7]; } __attribute__((aligned(16)));
struct e_empty { };
struct f1 { char c; struct e_empty e; int x; struct e_empty f[3]; };
struct f2 { int n; union { struct { struct { } __empty; int items[]; }; int one; }; };
struct f3 { unsigned char a; unsigned b : 1; unsigned short c : 9; unsigned d : 24; unsigned e : 8; char f; };
struct f4 { long long a : 33; long long b : 33; int : 0; char c; short : 0; char d; };
struct f5 { char a; int : 3; char b; } __attribute__((packed));
#ifdef __SIZEOF_INT128__
struct f6 { char c; __int128 i; unsigned __int128 u; };
struct f9 { char c; __int128 i; unsigned __int128 u; } ATTR_PACKED;
#endif
#if defined(__x86_64__) && !defined(__APPLE__) && !defined(_MSC_VER)
struct f0 { char c; __float128 q; char d; _Float128 r; _Float16 h; _Float64 e; _Float128 s[2]; };
struct g0 { char c; __float128 q; char d; _Float128 r[2]; } ATTR_PACKED;
#pragma pack(push, 2)
struct g9 { char c; __float128 q; };
#pragma pack(pop)
#endif
struct f7 { char c; int v __attribute__((mode(DI))); unsigned w __attribute__((mode(HI))); };
struct f8 { char a[sizeof "abc"]; char b[sizeof(((struct b1 *)0)->h)]; char d[offsetof(struct c7, many[1][2].prev)]; char e[_Alignof(double)]; char f[MASK]; char g[(CHAR_A == 65) ? 3 : 5]; char h[BIG > 0]; };
_Static_assert(sizeof(struct d1) == 7, "packed");
_Static_assert(offsetof(struct d2, d) == 6, "pack 2");
struct g1 { _Static_assert(sizeof(int) == 4, "int"); int y; ; };
struct g2 { struct tagged { char c; int x; } t; struct tagged u; struct tagged *p; };
static inline int function(struct g2 *g) { struct local { int q; } l = { 3 }; if (g) { return l.q; } return 0; }
extern int declared(int, char *) __asm__("other") __attribute__((nothrow));
int initialised[] = { 1, 2, 3 }, other = sizeof(struct { int x; });
struct h1 { size_t s; ptrdiff_t p; intptr_t i; wchar_t w; };
#ifndef _MSC_VER
struct h2 { char c; L2 arr[2] __attribute__((aligned(32))); };
typedef struct { long long x; char c; } k1_low __attribute__((aligned(2))), k1_plain;
struct k1 { char c; k1_low x, y[2]; char d; k1_plain z, w[2]; k1_low *p; };
typedef struct { long long x; } k2_byte __attribute__((aligned(1)));
struct k2 { char c; k2_byte x[3]; } ATTR_PACKED;
#endif
typedef struct { long long x; char c; } k3_high __attribute__((aligned(64))), k3_plain, *k3_pointer;
struct k3 { char c; k3_high x; char d; k3_plain z, w[2]; k3_pointer p; };
struct k4 { char c; k3_high x; char d; k3_plain z; } ATTR_PACKED;
#pragma pack(push, 4)
struct k5 { char c; k3_high x; char d; k3_plain z; };
#pragma pack(pop)
typedef struct k6 { int x; char c; } k6_t, k6_high __attribute__((aligned(32)));
typedef k6_high k6_again;
typedef k6_again k6_higher __attribute__((aligned(64)));
struct k7 { char c; k6_t a; k6_high b; k6_again d; k6_higher e; struct k6 f[2]; };
typedef union { char c; int i[5]; } k8_high __attribute__((__aligned__));
struct k8 { char c; union { k8_high x; char d; }; int n; char rest[]; };
typedef struct { int n; char rest[]; } k9_open __attribute__((aligned(16)));
struct l0 { k9_open a; char c; };
struct l1 { char c; __attribute__((packed)) long long : 30, a : 20; int : 3 __attribute__((aligned(8))), b : 4; int : 0 __attribute__((packed)); char d; };
struct m0 { int m0_a; };
typedef struct { short m1_b; } m1_t;
typedef struct m0 m2_t;
union m3 { int m3_u; };
struct m4 { char x; struct m0; };
struct m5 { char x; m1_t; };
struct m6 { char x; union m3; };
struct m7 { char x; const m1_t; };
struct m8 { char x; struct m8_in { long long n; }; };
struct m9 { char x; m2_t; struct m0 *p; };
struct n0 { char x; enum n0_in { N0 }; };
struct n1 { char x; struct m0 __attribute__((aligned(8))); };
struct n2 { char x; __extension__ struct m0; volatile struct n2_in { short k; }; };
struct n3 { char x; struct m0; } ATTR_PACKED;
struct n4 { char x; struct { int a; } __attribute__((aligned(16))); };
struct n5 { char x; _Alignas(16) struct { int a; }; };
struct n6 { char x; struct { int a; } ATTR_PACKED; };
struct n7 { char x; __attribute__((aligned(16))) struct { int a; }; };
struct n8 { char x; ATTR_PACKED struct { int a; }; };
struct n9 { char x; ATTR_PACKED struct m0; };
#ifdef _MSC_VER
typedef struct { char c; } __declspec(align(16)) l2_behind;
typedef __declspec(align(16)) struct { char c; } l2_before;
typedef __declspec(align(32)) struct l1 l2_other;
struct __declspec(align(4)) l2 { char c; } __declspec(align(16));
struct l3 { char c; l2_behind a; l2_before b; l2_other d; struct { char c; } __declspec(align(8)) e; __declspec(align(8)) struct { char c; } f; char g; };
struct l4 { char c; T16 a : 3, b : 9; T8 d : 4; } ATTR_PACKED;
#endif
__extension__ _Static_assert(sizeof(struct l0) >= 8, "extension");
struct l5 { struct { int n; char rest[]; } open[2]; struct k8 middle; char c; };
struct h3 { char c; a6_t a; struct a7 b; } ATTR_PACKED;
typedef struct h3 h3a __attribute__((aligned(32)));
struct h4 { char c; h3a x; char d; };
#ifndef _MSC_VER
typedef struct a7 a7_low __attribute__((aligned(2)));
struct h5 { char c; a7_low x; };
#pragma pack(push, 2)
struct h6 { char c; a7_low x; struct a9 y; h3a z; long double q; };
#pragma pack(pop)
#endif
typedef int matrix[2][3];
struct h7 { matrix m, *pm, am[2]; const matrix *cm; };
struct { int q; } typedef h8;
struct h9 { char a; h8 b; _Atomic int c; _Atomic(long) d; };
struct pe { };
struct px { int a; };
union pw { int q; struct px *p; union pw *self; };
struct pf { int n; int t[]; };
typedef struct px px_t;
struct pa { char c; struct px *arr[3]; union pw *u; struct pf *f; px_t *t; struct pe *e; struct px *p __attribute__((packed)); struct px *q __attribute__((aligned(16))); struct px *dd[2][2]; union { struct px *an; int z; }; struct plater *l; enum pen { PA1 } *en; } __attribute__((packed));
struct plater { struct pa *back; };
