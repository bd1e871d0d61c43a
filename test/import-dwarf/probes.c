/* Structs whose debug information is imported, and for each member an object in which it alone is all ones:
   where the compiler puts those bits is where the member lies. */
enum color { RED, GREEN = 5, BLUE };
enum level { LOW = -1, HIGH = 300 };
typedef struct {
  int x, y;
} point;
typedef unsigned char octet;

struct node {
  unsigned flags : 3;
  enum color color : 4;
  signed delta : 9;
  _Bool on : 1;
  struct node *next;
  const char *name;
  int (*call)(int);
  char text[16];
  octet raw[3];
  signed char small[3];
  double matrix[2][3];
  point place;
  enum color full;
  enum level level;
  union {
    int whole;
    float real;
    struct {
      short low, high;
    };
    unsigned part : 5;
  };
  struct {
    long deep;
  } inner[2];
  long long wide;
};

struct __attribute__((packed)) tight {
  char a;
  long b;
  _Bool c;
  unsigned d : 17;
  unsigned e : 7;
};

struct registers {
  unsigned short a : 5, b : 11;
  unsigned : 0;
  unsigned char c : 2;
  unsigned : 9;
  unsigned long long d : 37;
  unsigned e : 1;
  int f;
  signed char g : 3;
};

struct tail {
  unsigned count;
  char kind;
  unsigned short items[];
};

union word {
  unsigned value;
  unsigned char octets[4];
  struct tight *where;
};

struct whole {
  struct tight first;
  struct registers second[2];
  union word third;
  char after;
};

#ifdef __APPLE__
#define PROBES __attribute__((used, section("__DATA,probes")))
#else
#define PROBES __attribute__((used, section("probes")))
#endif
#define ONES(type, member, name) PROBES type probe_##name = {member = -1};
#define POINTER(type, member, name) PROBES type probe_##name = {member = (void *)-1};

ONES(struct node, .flags, node_0)
ONES(struct node, .color, node_1)
ONES(struct node, .delta, node_2)
ONES(struct node, .on, node_3)
POINTER(struct node, .next, node_4)
POINTER(struct node, .call, node_5)
ONES(struct node, .text[0], node_6)
ONES(struct node, .raw[0], node_7)
ONES(struct node, .small[0], node_8)
ONES(struct node, .place.y, node_9)
ONES(struct node, .full, node_10)
ONES(struct node, .level, node_11)
ONES(struct node, .whole, node_12)
ONES(struct node, .high, node_13)
ONES(struct node, .part, node_14)
ONES(struct node, .inner[0].deep, node_15)
ONES(struct node, .wide, node_16)
ONES(struct tight, .a, tight_0)
ONES(struct tight, .b, tight_1)
ONES(struct tight, .d, tight_2)
ONES(struct tight, .e, tight_3)
ONES(struct registers, .a, registers_0)
ONES(struct registers, .b, registers_1)
ONES(struct registers, .c, registers_2)
ONES(struct registers, .d, registers_3)
ONES(struct registers, .e, registers_4)
ONES(struct registers, .f, registers_5)
ONES(struct registers, .g, registers_6)
ONES(struct tail, .count, tail_0)
ONES(struct tail, .kind, tail_1)
ONES(union word, .value, word_0)
ONES(struct whole, .first.b, whole_0)
ONES(struct whole, .second[0].d, whole_1)
ONES(struct whole, .third.value, whole_2)
ONES(struct whole, .after, whole_3)
