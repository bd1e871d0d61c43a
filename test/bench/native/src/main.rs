//! The operations of the bench in native code, over the same bytes, with zerocopy: the line to reach.
//! Prints one line of JSON for each: suite, operation, nanoseconds, checksum.
//!
//! Takes the seconds for each operation and the number of records.

use std::time::Instant;
use zerocopy::byteorder::{LittleEndian, U16, U32};
use zerocopy::{AsBytes, BigEndian, FromBytes, LayoutVerified, Unaligned};

/// 56 bytes, in the order of this machine, which is little-endian where the bench runs.
#[derive(FromBytes, AsBytes, Clone, Copy)]
#[repr(C)]
struct Particle {
    id: u32,
    flags: u16,
    kind: u8,
    level: u8,
    x: f32,
    y: f32,
    z: f32,
    mass: f32,
    energy: f64,
    ts: u64,
    name: [u8; 16],
}

#[derive(FromBytes)]
#[repr(C)]
struct Point {
    x: f32,
    y: f32,
    z: f32,
}

#[derive(FromBytes)]
#[repr(C)]
struct Extent {
    min: Point,
    max: Point,
}

#[derive(FromBytes)]
#[repr(C)]
struct Body {
    id: u32,
    extent: Extent,
}

#[derive(FromBytes)]
#[repr(C)]
struct Scene {
    stamp: u32,
    body: Body,
}

/// IPv4 and TCP headers without options. The crate has no bit fields: masks by hand.
#[derive(FromBytes, AsBytes, Unaligned)]
#[repr(C)]
struct Segment {
    version_ihl: u8,
    dscp_ecn: u8,
    total_length: U16<BigEndian>,
    identification: U16<BigEndian>,
    fragment: U16<BigEndian>,
    rest: [u8; 24],
    data_offset: u8,
    flags: u8,
    window: U16<BigEndian>,
    checksum: U16<BigEndian>,
    urgent: U16<BigEndian>,
}

/// 200 fields.
#[derive(FromBytes, Unaligned)]
#[repr(C)]
struct Wide {
    fields: [U32<LittleEndian>; 200],
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds: f64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(0.1);
    let count: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(20_000);

    let mut particles = vec![Particle::new_zeroed(); count];
    for (i, p) in particles.iter_mut().enumerate() {
        *p = particle(i);
    }
    let bytes = particles.as_bytes();
    let order = shuffled(count);
    let mut target = vec![Particle::new_zeroed(); count];
    let n = count as f64;

    // A run is asked for the checksum of what it has written only at the end.
    let report = |suite: &str, operation: &str, per: f64, run: &mut dyn FnMut(bool) -> f64| {
        let ns = measure(seconds, run);
        let sum = run(true);
        println!(
            "{{\"suite\":\"{suite}\",\"operation\":\"{operation}\",\"ns\":{},\"checksum\":{sum}}}",
            ns / per
        );
    };
    let all = || view::<Particle>(bytes);

    report("particle", "scan one field", n, &mut |_| {
        opaque(all()).iter().fold(0.0, |sum, p| sum + p.mass as f64)
    });
    report("particle", "read all", n, &mut |_| opaque(all()).iter().fold(0.0, |sum, p| sum + p.sum()));
    report("particle", "write all", n, &mut |is_last| {
        for (i, p) in opaque(&mut target[..]).iter_mut().enumerate() {
            p.write(i);
        }
        if is_last { target.iter().map(Particle::sum).sum() } else { 0.0 }
    });
    report("particle", "random access", n, &mut |_| {
        let all = opaque(all());
        opaque(&order[..]).iter().fold(0.0, |sum, &index| sum + all[index as usize].mass as f64)
    });
    report("particle", "u64", n, &mut |_| {
        opaque(all()).iter().fold(0u64, |sum, p| sum.wrapping_add(p.ts)) as f64
    });
    report("particle", "sum a column", n, &mut |_| {
        opaque(all()).iter().fold(0.0, |sum, p| sum + p.energy)
    });
    let mixed: Vec<Particle> = order.iter().map(|&index| particles[index as usize]).collect();
    report("particle", "sort by a field", n, &mut |is_last| {
        target.copy_from_slice(opaque(&mixed));
        target.sort_by(|a, b| a.energy.total_cmp(&b.energy));
        let sum = || target.iter().enumerate().map(|(i, p)| i as f64 * p.energy).sum();
        if is_last { sum() } else { 0.0 }
    });
    report("particle", "open with view", n, &mut |_| {
        opaque(bytes).chunks_exact(56).fold(0.0, |sum, chunk| {
            match LayoutVerified::<_, Particle>::new(opaque(chunk)) {
                Some(p) => sum + p.id as f64 + p.energy,
                None => f64::NAN,
            }
        })
    });

    let mut scenes = vec![0f32; count * 8];
    for (i, scene) in scenes.chunks_exact_mut(8).enumerate() {
        for field in 0..6 {
            scene[field + 2] = (i % 1000 + field) as f32;
        }
    }
    report("nested", "three deep", n, &mut |_| {
        view::<Scene>(opaque(scenes.as_bytes())).iter().fold(0.0, |sum, scene| {
            let Extent { min, max } = &scene.body.extent;
            sum + min.x as f64 + min.y as f64 + min.z as f64 + max.z as f64
        })
    });

    let mut segments = vec![0u8; count * 40];
    write_segments(&mut segments);
    report("ipv4 + tcp", "read bit fields", n, &mut |_| {
        view::<Segment>(opaque(&segments[..])).iter().map(Segment::sum).sum::<u32>() as f64
    });
    report("ipv4 + tcp", "write bit fields", n, &mut |is_last| {
        write_segments(opaque(&mut segments[..]));
        let sum = || view::<Segment>(&segments).iter().map(Segment::sum).sum::<u32>() as f64;
        if is_last { sum() } else { 0.0 }
    });

    let wide: Vec<u32> = (0..500 * 200).collect();
    report("200 fields", "read three", 500.0, &mut |_| {
        view::<Wide>(opaque(wide.as_bytes())).iter().fold(0.0, |sum, record| {
            let at = |index: usize| record.fields[index].get() as f64;
            sum + at(0) + at(99) + at(199)
        })
    });
    report("200 fields", "read all", 500.0, &mut |_| {
        let records = view::<Wide>(opaque(wide.as_bytes()));
        records.iter().fold(0.0, |sum, record| {
            record.fields.iter().fold(sum, |sum, field| sum + field.get() as f64)
        })
    });
}

/// Returns nanoseconds of the fastest run.
fn measure(seconds: f64, run: &mut dyn FnMut(bool) -> f64) -> f64 {
    let mut least = f64::INFINITY;
    let start = Instant::now();
    while start.elapsed().as_secs_f64() < seconds {
        // Long enough for the clock to tell.
        let (begin, mut runs) = (Instant::now(), 0.0);
        while begin.elapsed().as_micros() < 2000 {
            opaque(run(false));
            runs += 1.0;
        }
        least = least.min(begin.elapsed().as_nanos() as f64 / runs);
    }
    least
}

/// Returns a value that the optimizer knows nothing of.
fn opaque<T>(value: T) -> T {
    // SAFETY: the copy that is read replaces the value, which is forgotten.
    unsafe {
        let copy = std::ptr::read_volatile(&value);
        std::mem::forget(value);
        copy
    }
}

fn view<T: FromBytes>(bytes: &[u8]) -> &[T] {
    match LayoutVerified::<_, [T]>::new_slice(bytes) {
        Some(records) => records.into_slice(),
        None => panic!("{} bytes hold no whole number of records", bytes.len()),
    }
}

fn particle(i: usize) -> Particle {
    Particle {
        id: i as u32,
        flags: i as u16,
        kind: i as u8,
        level: (i >> 8) as u8,
        x: (i % 1000) as f32,
        y: ((i + 1) % 1000) as f32,
        z: ((i + 2) % 1000) as f32,
        mass: (i % 4096) as f32 * 0.5,
        energy: i as f64 * 0.25,
        ts: (i as u64) << 20,
        name: [0; 16],
    }
}

/// The order that the bench uses too.
fn shuffled(count: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    let mut state = 12345u32;
    for i in (1..count).rev() {
        state = state.wrapping_mul(1103515245).wrapping_add(12345);
        order.swap(i, state as usize % (i + 1));
    }
    order
}

impl Particle {
    fn sum(&self) -> f64 {
        let Particle { id, flags, kind, level, x, y, z, mass, energy, .. } = *self;
        id as f64
            + (flags as f64 + kind as f64 + level as f64)
            + (x as f64 + y as f64 + z as f64 + mass as f64)
            + energy
    }

    fn write(&mut self, i: usize) {
        self.id = i as u32;
        self.flags = i as u16;
        self.kind = i as u8;
        self.level = i as u8;
        self.x = i as f32;
        self.y = i as f32;
        self.z = i as f32;
        self.mass = i as f32;
        self.energy = i as f64;
    }
}

impl Segment {
    fn sum(&self) -> u32 {
        let fragment = self.fragment.get() as u32;
        let flags = self.flags as u32;
        (self.version_ihl >> 4) as u32
            + (self.version_ihl & 15) as u32
            + (self.dscp_ecn >> 2) as u32
            + (self.dscp_ecn & 3) as u32
            + ((fragment >> 14) & 1)
            + ((fragment >> 13) & 1)
            + (fragment & 0x1fff)
            + (self.data_offset >> 4) as u32
            + ((flags >> 4) & 1)
            + ((flags >> 3) & 1)
            + ((flags >> 1) & 1)
            + (flags & 1)
    }
}

fn write_segments(bytes: &mut [u8]) {
    let segments = LayoutVerified::<_, [Segment]>::new_slice(bytes).expect("whole segments");
    for (i, segment) in segments.into_mut_slice().iter_mut().enumerate() {
        let i = i as u32;
        segment.version_ihl = 0x40 | (i & 15) as u8;
        segment.dscp_ecn = (((i & 63) << 2) | (i & 3)) as u8;
        let fragment = ((i & 1) << 14) | (((i >> 1) & 1) << 13) | (i & 0x1fff);
        segment.fragment.set(fragment as u16);
        segment.data_offset = ((i & 15) << 4) as u8;
        let flags = ((i & 1) << 4) | (((i >> 1) & 1) << 3) | ((i & 1) << 1) | ((i >> 1) & 1);
        segment.flags = flags as u8;
    }
}
