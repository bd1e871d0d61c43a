// Types whose debug information is imported, and a program that prints where their fields lie.
#![allow(dead_code)]
use std::mem::{offset_of, size_of, size_of_val};

pub mod shapes {
    #[derive(Clone, Copy)]
    pub enum Shape {
        Empty,
        Circle { radius: f64 },
        Corner(u32, u8),
    }
    #[repr(u8)]
    #[derive(Clone, Copy)]
    pub enum Tagged {
        One(u32),
        Two { x: i16, y: u64 } = 200,
    }
    pub struct Reordered {
        pub a: u8,
        pub b: u64,
        pub c: u16,
        pub pair: (u8, u32),
        pub s: [u16; 3],
        pub letter: char,
        pub is_on: bool,
    }
    #[repr(C)]
    pub struct Plain {
        pub a: u8,
        pub b: u64,
        pub r#type: i8,
        pub name: &'static str,
    }
    pub struct Generic<T> {
        pub first: u8,
        pub value: T,
        pub maybe: Option<T>,
    }
    #[repr(C, packed(2))]
    pub struct Packed {
        pub a: u8,
        pub b: u32,
        pub c: u128,
    }
}
use shapes::*;

macro_rules! place {
    ($type:ty, $name:expr, $($field:ident),*) => {{
        println!("size {} {}", $name, size_of::<$type>());
        $(println!("field {} {} {} {}", $name, stringify!($field).trim_start_matches("r#"), offset_of!($type, $field), {
            fn size<T, U>(_: fn(&T) -> *const U) -> usize { size_of::<U>() }
            size::<$type, _>(|each| std::ptr::addr_of!(each.$field))
        });)*
    }};
}

fn bytes<T>(value: &T) -> String {
    let all = unsafe { std::slice::from_raw_parts(value as *const T as *const u8, size_of_val(value)) };
    all.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn main() {
    place!(Reordered, "Reordered", a, b, c, pair, s, letter, is_on);
    place!(Plain, "Plain", a, b, r#type, name);
    place!(Packed, "Packed", a, b, c);
    place!(Generic<u16>, "Generic_u16", first, value, maybe);
    place!(Generic<&'static u32>, "Generic_ref_u32", first, value, maybe);
    println!("value Shape Empty {}", bytes(&Shape::Empty));
    println!("value Shape Circle {}", bytes(&Shape::Circle { radius: 1.5 }));
    println!("value Shape Corner {}", bytes(&Shape::Corner(0x11223344, 0x55)));
    println!("value Tagged One {}", bytes(&Tagged::One(0x11223344)));
    println!("value Tagged Two {}", bytes(&Tagged::Two { x: -2, y: 0x1122334455667788 }));
}
