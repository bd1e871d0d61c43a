// Classes whose debug information is imported, and a program that prints where their members lie.
#include <cstddef>
#include <cstdint>
#include <cstdio>

namespace net {
struct Base {
  uint64_t a;
  uint32_t b;
  Base() : a(0), b(0) {}
};
// Its first member lies in the padding of its base.
struct Derived : Base {
  char c;
  static int counter;
  enum class Kind : uint8_t { first = 1, last = 255 } kind;
};
struct Poly {
  virtual ~Poly();
  int x;
};
struct Both : Poly, Base {
  short y;
};
template <class T> struct Box {
  char tag;
  T value;
  T *pointer;
  T &reference;
  int Poly::*member;
};
struct Empty {};
struct WithEmpty : Empty {
  int q;
  char r;
};
class Hidden {
  int hidden;

public:
  struct Inner {
    short s;
  } inner;
  char16_t wide;
  int visible() const { return hidden; }
};
struct Virtual : virtual Base {
  int z;
};
namespace {
struct Local {
  char a;
  double b;
};
} // namespace
} // namespace net

net::Poly::~Poly() {}
net::Derived derived;
net::Both both;
net::WithEmpty withEmpty;
net::Hidden hidden;
net::Virtual hasVirtual;
net::Local local;

#define PLACE(type, name, member)                                                                  \
  printf("field %s %s %zu %zu\n", name, #member, offsetof(type, member), sizeof(type::member));
#define SIZE(type, name) printf("size %s %zu\n", name, sizeof(type));

int main() {
  net::Base base;
  net::Box<net::Base> box{1, base, &base, base, &net::Poly::x};
  SIZE(net::Derived, "net_Derived")
  PLACE(net::Derived, "net_Derived", a)
  PLACE(net::Derived, "net_Derived", b)
  PLACE(net::Derived, "net_Derived", c)
  PLACE(net::Derived, "net_Derived", kind)
  SIZE(net::Both, "net_Both")
  PLACE(net::Both, "net_Both", x)
  PLACE(net::Both, "net_Both", a)
  PLACE(net::Both, "net_Both", y)
  SIZE(net::Box<net::Base>, "net_Box_net_Base")
  PLACE(net::Box<net::Base>, "net_Box_net_Base", value)
  PLACE(net::Box<net::Base>, "net_Box_net_Base", pointer)
  PLACE(net::Box<net::Base>, "net_Box_net_Base", member)
  SIZE(net::WithEmpty, "net_WithEmpty")
  PLACE(net::WithEmpty, "net_WithEmpty", q)
  PLACE(net::WithEmpty, "net_WithEmpty", r)
  SIZE(net::Hidden, "net_Hidden")
  PLACE(net::Hidden, "net_Hidden", inner)
  PLACE(net::Hidden, "net_Hidden", wide)
  SIZE(net::Local, "net_anonymous_Local")
  PLACE(net::Local, "net_anonymous_Local", a)
  PLACE(net::Local, "net_anonymous_Local", b)
  return box.tag - 1 + hasVirtual.z + local.a;
}
