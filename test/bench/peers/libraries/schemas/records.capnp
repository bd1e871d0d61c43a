@0xc3a1f5b7d2e94806;
struct Particle {
  id @0 :UInt32; flags @1 :UInt16; kind @2 :UInt8; level @3 :UInt8;
  x @4 :Float32; y @5 :Float32; z @6 :Float32; mass @7 :Float32;
  energy @8 :Float64; ts @9 :UInt64; name @10 :Text;
}
struct Point { x @0 :Float32; y @1 :Float32; z @2 :Float32; }
struct Box { min @0 :Point; max @1 :Point; }
struct Body { id @0 :UInt32; box @1 :Box; }
struct Scene { stamp @0 :UInt32; body @1 :Body; }
struct Particles { items @0 :List(Particle); }
struct Scenes { items @0 :List(Scene); }
struct Texts { short @0 :Text; middle @1 :Text; long @2 :Text; }
struct TextsList { items @0 :List(Texts); }
